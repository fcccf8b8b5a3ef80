using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>The open attribution: the index of all searched training texts, and how surprising phrases are without some of
/// them.</summary>
internal sealed class SpanAttribution : IPartTransform<BorrowedSpanRow>
{
    private readonly AttributeOptions _options;
    private readonly PhraseIndex _index;
    private readonly CorpusEvidence _corpus;

    public SpanAttribution(AttributeOptions options, PhraseIndex index, CorpusEvidence corpus) =>
        (_options, _index, _corpus) = (options, index, corpus);

    public async ValueTask<IReadOnlyList<BorrowedSpanRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var answers = await inputs.ReadAsync<GenerationRow>(AttributeStage.Answers, cancellation).ConfigureAwait(false);
        var neighbours = await inputs.ReadAsync<NeighbourRow>(AttributeStage.Neighbours, cancellation).ConfigureAwait(false);
        var shift = inputs.Has(AttributeStage.Shift)
            ? await inputs.ReadAsync<TokenShiftRow>(AttributeStage.Shift, cancellation).ConfigureAwait(false)
            : [];
        var tokens = shift
            .Where(token => token.Wrapper == BaseWrapper.Same)
            .GroupBy(token => (token.InstanceId, token.Sample))
            .ToDictionary(group => group.Key, group => group.ToList());
        var spans = await OrderedRows
            .TransformAsync(
                answers.Zip(neighbours).ToList(),
                pair => Spans(pair.First, pair.Second, tokens.GetValueOrDefault((pair.First.InstanceId, pair.First.Sample))),
                context.Stage.CpuWorkers,
                cancellation
            )
            .ConfigureAwait(false);
        return spans.SelectMany(rows => rows).ToList();
    }

    /// <summary>The spans of one answer, in order; none lies inside another.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="neighbours">The rows that retrieval found for it.</param>
    /// <param name="tokens">Its measured tokens, in order; null where none were.</param>
    internal IReadOnlyList<BorrowedSpanRow> Spans(
        GenerationRow answer,
        NeighbourRow neighbours,
        IReadOnlyList<TokenShiftRow>? tokens = null
    )
    {
        if (answer.InstanceId != neighbours.InstanceId)
        {
            throw new InvalidOperationException($"Answer {answer.InstanceId} met the neighbours of {neighbours.InstanceId}.");
        }

        var prompt = _index.FindWords(Words.Split(answer.Prompt));
        var sources = new SourceChoice(_index, neighbours, [.. prompt, .. _index.FindWords(Words.Split(answer.Text))]);
        var measured = tokens is null ? null : new AnswerEvidence(answer.Text, tokens);
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
                var holders = _index.FindHolders(phrase);
                var span = Row(answer, sentence[start], sentence[covered - 1], phrase, holders, sources);
                span.InPrompt = prompt.AsSpan().IndexOf(phrase) >= 0;
                span.CorpusSurprisal = _corpus.Measure(answer.InstanceId, words.AsSpan(0, covered), start, holders);
                Fill(span, measured?.Measure(span.Start, span.Length));
                spans.Add(span);
            }
        }

        return spans;
    }

    private static void Fill(BorrowedSpanRow span, TokenEvidence? evidence)
    {
        if (evidence is { } found)
        {
            (span.Tokens, span.BaseSurprisal, span.LogRatio) = (found.Tokens, found.BaseSurprisal, found.LogRatio);
            (span.ShiftedTokens, span.MarginalTokens) = (found.ShiftedTokens, found.MarginalTokens);
        }
    }

    private BorrowedSpanRow Row(
        GenerationRow answer,
        Word first,
        Word last,
        ReadOnlySpan<int> phrase,
        PhraseHolders holders,
        SourceChoice sources
    )
    {
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
