using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Generate;
using Pipeline.Stages.Retrieve;

namespace Pipeline.Stages.Attribute;

/// <summary>The open attribution: indexes of all training responses and of all control answers.</summary>
internal sealed class SpanAttribution : IPartTransform<BorrowedSpanRow>
{
    private readonly AttributeOptions _options;
    private readonly Dictionary<string, IReadOnlyList<Word>> _responses;
    private readonly PhraseIndex _training;
    private readonly PhraseIndex _control;

    public SpanAttribution(AttributeOptions options, IReadOnlyList<(string Id, IReadOnlyList<Word> Words)> instances, IReadOnlyList<IReadOnlyList<Word>> control)
    {
        _options = options;
        _responses = instances.ToDictionary(instance => instance.Id, instance => instance.Words, StringComparer.Ordinal);
        _training = new PhraseIndex(instances.Select(instance => instance.Words).ToList(), options.MinWords);
        _control = new PhraseIndex(control, options.MinWords);
    }

    public async ValueTask<IReadOnlyList<BorrowedSpanRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var answers = await inputs.ReadAsync<GenerationRow>(AttributeStage.Answers, cancellation).ConfigureAwait(false);
        var neighbours = await inputs.ReadAsync<NeighbourRow>(AttributeStage.Neighbours, cancellation).ConfigureAwait(false);
        return answers.Zip(neighbours).AsParallel().AsOrdered().WithDegreeOfParallelism(context.Stage.CpuWorkers).WithCancellation(cancellation)
            .SelectMany(pair => Spans(pair.First, pair.Second)).ToList();
    }

    public void Dispose()
    {
    }

    /// <summary>The borrowed spans of one answer, in order; no span lies inside another.</summary>
    internal IReadOnlyList<BorrowedSpanRow> Spans(GenerationRow answer, NeighbourRow neighbours)
    {
        if (answer.InstanceId != neighbours.InstanceId)
        {
            throw new InvalidOperationException($"Answer {answer.InstanceId} met the neighbours of {neighbours.InstanceId}.");
        }

        var words = Words.Of(answer.Text);
        var sources = neighbours.Neighbours.Select(id => _responses[id]).ToList();
        var retrieved = new PhraseIndex(sources, _options.MinWords);
        var prompt = new PhraseIndex([Words.Of(answer.Prompt)], _options.MinWords);
        var spans = new List<BorrowedSpanRow>();
        var covered = 0;
        for (var start = 0; start < words.Count; start++)
        {
            if (retrieved.Longest(words, start) is not { } match || start + match.Words <= covered)
            {
                continue;
            }

            covered = start + match.Words;
            if (words.Skip(start).Take(match.Words).Count(word => !StopWords.Contains(word.Key)) >= _options.MinContentWords)
            {
                spans.Add(Row(answer, neighbours, words, start, match, sources[match.Text], prompt));
            }
        }

        return spans;
    }

    private BorrowedSpanRow Row(
        GenerationRow answer, NeighbourRow neighbours, IReadOnlyList<Word> words, int start, PhraseMatch match, IReadOnlyList<Word> source, PhraseIndex prompt)
    {
        var (first, last) = (words[start], words[start + match.Words - 1]);
        var (sourceFirst, sourceLast) = (source[match.Word], source[match.Word + match.Words - 1]);
        var inPrompt = prompt.CountTexts(words, start, match.Words) > 0;
        var inControl = _control.CountTexts(words, start, match.Words) > 0;
        return new BorrowedSpanRow
        {
            InstanceId = answer.InstanceId,
            Model = answer.Model,
            Start = first.Start,
            Length = last.End - first.Start,
            Text = answer.Text[first.Start..last.End],
            Words = match.Words,
            SourceInstanceId = neighbours.Neighbours[match.Text],
            SourceStart = sourceFirst.Start,
            SourceLength = sourceLast.End - sourceFirst.Start,
            Similarity = neighbours.Similarities[match.Text],
            SourceCount = _training.CountTexts(words, start, match.Words),
            InPrompt = inPrompt,
            InControl = inControl,
            Borrowed = !inPrompt && !inControl,
        };
    }
}
