using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Retrieve;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>The open attribution: indexes of all searched training texts and of all control answers.</summary>
internal sealed class SpanAttribution : IPartTransform<BorrowedSpanRow>
{
    private readonly AttributeOptions _options;
    private readonly TrainingTexts _training;
    private readonly PhraseIndex _control;

    public SpanAttribution(AttributeOptions options, TrainingTexts training, IEnumerable<string> controlAnswers)
    {
        (_options, _training) = (options, training);
        _control = new PhraseIndex(
            controlAnswers.Select(answer => training.Vocabulary.Find(Words.Split(answer))).ToList(),
            options.MinWords
        );
    }

    public async ValueTask<IReadOnlyList<BorrowedSpanRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var answers = await inputs.ReadAsync<GenerationRow>(AttributeStage.Answers, cancellation).ConfigureAwait(false);
        var neighbours = await inputs.ReadAsync<NeighbourRow>(AttributeStage.Neighbours, cancellation).ConfigureAwait(false);
        var spans = await OrderedRows
            .TransformAsync(
                answers.Zip(neighbours).ToList(),
                pair => Spans(pair.First, pair.Second),
                context.Stage.CpuWorkers,
                cancellation
            )
            .ConfigureAwait(false);
        return spans.SelectMany(rows => rows).ToList();
    }

    /// <summary>The spans of one answer, in order; none lies inside another.</summary>
    internal IReadOnlyList<BorrowedSpanRow> Spans(GenerationRow answer, NeighbourRow neighbours)
    {
        if (answer.InstanceId != neighbours.InstanceId)
        {
            throw new InvalidOperationException($"Answer {answer.InstanceId} met the neighbours of {neighbours.InstanceId}.");
        }

        var words = Words.Split(answer.Text);
        var numbers = _training.Vocabulary.Find(words);
        var prompt = _training.Vocabulary.Find(Words.Split(answer.Prompt));
        var ranks = neighbours
            .Neighbours.Select((id, rank) => (Row: _training.RowOf(id), rank))
            .ToDictionary(entry => entry.Row, entry => entry.rank);
        var spans = new List<BorrowedSpanRow>();
        var covered = 0;
        for (var start = 0; start < words.Count; start++)
        {
            if (_training.Index.Longest(numbers, start, ranks) is not { } match || start + match.Words <= covered)
            {
                continue;
            }

            covered = start + match.Words;
            if (words.Skip(start).Take(match.Words).Count(word => !StopWords.Contains(word.Key)) < _options.MinContentWords)
            {
                continue;
            }

            var phrase = numbers.AsSpan(start, match.Words);
            var span = Row(answer, neighbours, ranks[match.Text], words[start], words[covered - 1], match);
            span.SourceCount = _training.Index.CountTexts(phrase);
            span.InPrompt = prompt.AsSpan().IndexOf(phrase) >= 0;
            span.InControl = _control.CountTexts(phrase) > 0;
            span.Borrowed = !span.InPrompt && !span.InControl;
            spans.Add(span);
        }

        return spans;
    }

    private BorrowedSpanRow Row(GenerationRow answer, NeighbourRow neighbours, int rank, Word first, Word last, PhraseMatch match)
    {
        var (text, firstWord) = _training.TextAt(match.Text, match.Word);
        var source = Words.Split(text.Text);
        var (sourceFirst, sourceLast) = (source[firstWord], source[firstWord + match.Words - 1]);
        return new BorrowedSpanRow
        {
            InstanceId = answer.InstanceId,
            Sample = answer.Sample,
            Model = answer.Model,
            Start = first.Start,
            Length = last.End - first.Start,
            Text = answer.Text[first.Start..last.End],
            Words = match.Words,
            SourceInstanceId = neighbours.Neighbours[rank],
            SourceStart = sourceFirst.Start,
            SourceLength = sourceLast.End - sourceFirst.Start,
            Similarity = neighbours.Similarities[rank],
            SourceField = text.Field,
            SourceTurn = text.Turn,
        };
    }
}
