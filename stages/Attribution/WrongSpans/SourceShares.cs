using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>The shares of one model's spans that come from a row, with intervals for which prompts are drawn whole.</summary>
/// <param name="model">The model.</param>
/// <param name="isRetrained">Whether any of its spans was retrained for, so that level 4 can be reached.</param>
/// <param name="rows">Its marked spans and windows.</param>
internal sealed class SourceShares(MarkedModel model, bool isRetrained, IReadOnlyList<WrongSpanRow> rows)
{
    private const int HighestLevel = 4;

    /// <summary>For each origin that marked something a row for each group and level.</summary>
    public IEnumerable<WrongSpanShareRow> Measure()
    {
        foreach (var origin in rows.GroupBy(row => row.Origin).OrderBy(group => group.Key))
        {
            var prompts = origin.Select(row => row.InstanceId).Distinct(StringComparer.Ordinal).ToList();
            var bootstrap = new Bootstrap(prompts.Count);
            var groups = origin.ToLookup(row => row.Group);
            for (var level = 1; level <= HighestLevel; level++)
            {
                var wrong = MeasureShare([.. groups[SpanGroup.Wrong]], level, prompts, bootstrap);
                foreach (var group in Enum.GetValues<SpanGroup>())
                {
                    yield return Measure(origin.Key, group, level, [.. groups[group]], wrong, prompts, bootstrap);
                }
            }
        }
    }

    private WrongSpanShareRow Measure(
        MarkOrigin origin,
        SpanGroup group,
        int level,
        List<WrongSpanRow> spans,
        Estimate? wrong,
        List<string> prompts,
        Bootstrap bootstrap
    )
    {
        var share = MeasureShare(spans, level, prompts, bootstrap);
        var excess = group == SpanGroup.Wrong || share is null ? null : wrong?.Subtract(share);
        return new WrongSpanShareRow
        {
            Model = model.Model,
            Origin = origin,
            Group = group,
            Level = level,
            Spans = spans.Count,
            Prompts = spans.Select(span => span.InstanceId).Distinct(StringComparer.Ordinal).Count(),
            Disputed = spans.Count(span => span.Disputed),
            FromRows = spans.Count(span => span.Level >= level),
            Contaminated = spans.Count(span => span.Level < level && span.ContaminatedLevel >= level),
            Share = share?.Value,
            Low = share?.Interval?.Low,
            High = share?.Interval?.High,
            Exact = share is { IsExact: true },
            WrongExcess = excess?.Value,
            WrongExcessLow = excess?.Interval?.Low,
            WrongExcessHigh = excess?.Interval?.High,
            WrongExcessExact = excess is { IsExact: true },
        };
    }

    private Estimate? MeasureShare(List<WrongSpanRow> spans, int level, List<string> prompts, Bootstrap bootstrap) =>
        IsMeasured(level)
            ? ClusteredRatio.Measure(
                ClusterSums.Sum(prompts, spans, span => span.InstanceId, span => span.Level >= level ? 1 : 0),
                ClusterSums.Sum(prompts, spans, span => span.InstanceId, _ => 1),
                Quantity.Share,
                bootstrap
            )
            : null;

    /// <summary>Whether a span could reach a level.</summary>
    private bool IsMeasured(int level) =>
        level switch
        {
            1 => true,
            2 => model.IsControlled,
            3 => model is { IsControlled: true, IsShiftMeasured: true },
            _ => isRetrained && IsMeasured(level - 1),
        };
}
