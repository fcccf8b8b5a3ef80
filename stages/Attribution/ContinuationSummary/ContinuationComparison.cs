using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>Reduces the spans of one model's answers under one reader, or of all seeds of both, to figures.</summary>
/// <param name="model">What the answers' model is called.</param>
/// <param name="scorer">What the reader is called.</param>
/// <param name="isBase">Whether the reader is the base, to which tuning did nothing.</param>
internal sealed class ContinuationComparison(string model, string scorer, bool isBase)
{
    /// <summary>The figures of every set of spans on every scale; none of a set without spans.</summary>
    /// <param name="spans">The spans.</param>
    public IEnumerable<ContinuationSummaryRow> Measure(IReadOnlyList<ScoredSpan> spans) =>
        Enum.GetValues<SpanSet>().SelectMany(set => Measure(set, spans));

    private IEnumerable<ContinuationSummaryRow> Measure(SpanSet set, IReadOnlyList<ScoredSpan> spans)
    {
        foreach (var scale in Enum.GetValues<ContinuationScale>())
        {
            var told = spans
                .Where(span => span.IsIn(set))
                .Select(span =>
                    (span.Base.InstanceId, Base: ScoredSpan.FindMargin(span.Base, scale), Read: ScoredSpan.FindMargin(span.Read, scale))
                )
                .Where(span => span is { Base: not null, Read: not null })
                .Select(span => new Margins(span.InstanceId, span.Base!.Value, span.Read!.Value))
                .ToList();
            if (told.Count == 0)
            {
                continue;
            }

            yield return Mean(ContinuationMeasure.Margin, span => span.Read);
            yield return Share(ContinuationMeasure.RightPreferred, span => span.Read > 0);
            if (!isBase)
            {
                yield return Mean(ContinuationMeasure.MarginChange, span => span.Read - span.Base);
                yield return Share(ContinuationMeasure.TurnedToWritten, span => span is { Base: > 0, Read: < 0 });
                yield return Share(ContinuationMeasure.TurnedToRight, span => span is { Base: < 0, Read: > 0 });
            }

            ContinuationSummaryRow Mean(ContinuationMeasure measure, Func<Margins, double> value)
            {
                var sample = new ClusteredSample(told.ConvertAll(span => value(span)), told.ConvertAll(span => span.Prompt));
                return Row(set, scale, measure, told.Count, sample, sample.MeanInterval);
            }

            ContinuationSummaryRow Share(ContinuationMeasure measure, Func<Margins, bool> counts)
            {
                var sample = new ClusteredSample(told.ConvertAll(span => counts(span) ? 1.0 : 0), told.ConvertAll(span => span.Prompt));
                var row = Row(set, scale, measure, told.Count, sample, sample.ShareInterval);
                row.Exact = sample.IsUnanimous;
                return row;
            }
        }
    }

    private ContinuationSummaryRow Row(
        SpanSet set,
        ContinuationScale scale,
        ContinuationMeasure measure,
        int spans,
        ClusteredSample sample,
        (double Low, double High)? interval
    ) =>
        new()
        {
            Model = model,
            Scorer = scorer,
            Set = set,
            Scale = scale,
            Measure = measure,
            Value = sample.Mean,
            Low = interval?.Low,
            High = interval?.High,
            Spans = spans,
            Prompts = sample.Clusters,
        };

    /// <summary>ln p(right) − ln p(written) at one span, nats.</summary>
    /// <param name="Prompt">The prompt that was answered.</param>
    /// <param name="Base">Under the base.</param>
    /// <param name="Read">Under the reader.</param>
    private readonly record struct Margins(string Prompt, double Base, double Read);
}
