using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>The open attribution: the index of all searched training texts, and the phrases of all control answers.</summary>
internal sealed class SpanAttribution : IPartTransform<BorrowedSpanRow>
{
    private readonly AttributeOptions _options;
    private readonly PhraseIndex _index;
    private readonly PhraseSet _control;

    public SpanAttribution(AttributeOptions options, PhraseIndex index, IEnumerable<string> controlAnswers)
    {
        (_options, _index) = (options, index);
        _control = new PhraseSet(controlAnswers.Select(answer => index.FindWords(Words.Split(answer))));
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

        var prompt = _index.FindWords(Words.Split(answer.Prompt));
        var sources = new SourceChoice(_index, neighbours, [.. prompt, .. _index.FindWords(Words.Split(answer.Text))]);
        var spans = new List<BorrowedSpanRow>();
        foreach (var sentence in SentenceWords.Split(answer.Text))
        {
            var words = _index.FindWords(sentence);
            var covered = 0;
            for (var start = 0; start < words.Length; start++)
            {
                var length = _index.FindLongest(words.AsSpan(start));
                if (start + length <= covered)
                {
                    continue;
                }

                covered = start + length;
                if (
                    length < _options.MinWords
                    || sentence.Skip(start).Take(length).Count(word => !StopWords.Contains(word.Key)) < _options.MinContentWords
                )
                {
                    continue;
                }

                var phrase = words.AsSpan(start, length);
                var span = Row(answer, sentence[start], sentence[covered - 1], phrase, sources);
                span.InPrompt = prompt.AsSpan().IndexOf(phrase) >= 0;
                span.InControl = _control.Contains(phrase);
                span.Borrowed = !span.InPrompt && !span.InControl;
                spans.Add(span);
            }
        }

        return spans;
    }

    private BorrowedSpanRow Row(GenerationRow answer, Word first, Word last, ReadOnlySpan<int> phrase, SourceChoice sources)
    {
        var holders = _index.FindHolders(phrase);
        var (row, similarity) = sources.Choose(phrase, holders);
        var place = _index.Find(row, phrase) ?? throw new InvalidDataException($"The index names row {row}, which does not hold the span.");
        return new BorrowedSpanRow
        {
            InstanceId = answer.InstanceId,
            Sample = answer.Sample,
            Model = answer.Model,
            Start = first.Start,
            Length = last.End - first.Start,
            Text = answer.Text[first.Start..last.End],
            Words = phrase.Length,
            SourceInstanceId = _index.IdOf(row),
            SourceStart = place.Start,
            SourceLength = place.Length,
            Similarity = similarity,
            SourceCount = holders.Rows,
            SourceField = (InstanceField)place.Field,
            SourceTurn = place.Turn,
        };
    }
}
