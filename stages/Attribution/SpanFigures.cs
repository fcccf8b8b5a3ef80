using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Attribution;

/// <summary>Figures over spans with intervals for which prompts, or source rows, are drawn whole: spans of one prompt or of one row are no
/// independent evidence.</summary>
/// <param name="prompts">The prompt of each span.</param>
/// <param name="sources">The source row of each.</param>
internal sealed class SpanFigures(IReadOnlyList<string> prompts, IReadOnlyList<string> sources)
{
    /// <summary>Number of different prompts.</summary>
    public int Prompts { get; } = prompts.Distinct(StringComparer.Ordinal).Count();

    /// <summary>Number of different source rows.</summary>
    public int Sources { get; } = sources.Distinct(StringComparer.Ordinal).Count();

    /// <summary>The mean of a value of each span.</summary>
    public SpanFigure Mean(IReadOnlyList<double> values) => Measure(values, sample => sample.Mean, sample => sample.MeanInterval);

    /// <summary>The median.</summary>
    public SpanFigure Median(IReadOnlyList<double> values) => Measure(values, sample => sample.Median, sample => sample.MedianInterval);

    /// <summary>The share of spans that something holds of: 1 for each of these, 0 for the others, what lies between for what holds in
    /// part.</summary>
    public SpanFigure Share(IReadOnlyList<double> values) =>
        Measure(values, sample => sample.Mean, sample => sample.ShareInterval) with
        {
            Exact = OverSources(values).IsUnanimous,
        };

    /// <summary>One share less another of the same spans: span by span, unless one of them is none or all, or no span differs.</summary>
    public SpanFigure ShareDifference(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var difference = Mean(left.Zip(right, (one, other) => one - other).ToList());
        return left.SequenceEqual(right) || OverSources(left).IsUnanimous || OverSources(right).IsUnanimous
            ? difference with
            {
                OverPrompts = Combine(left, right, prompts),
                OverSources = Combine(left, right, sources),
                Exact = true,
            }
            : difference;
    }

    private static (double Low, double High)? Combine(
        IReadOnlyList<double> left,
        IReadOnlyList<double> right,
        IReadOnlyList<string> clusters
    )
    {
        var (one, other) = (new ClusteredSample(left, clusters), new ClusteredSample(right, clusters));
        return left.SequenceEqual(right) && one.Clusters > 1 ? UnanimousShare.NoDifference(one.Clusters)
            : one.ShareInterval is { } ofOne && other.ShareInterval is { } ofOther
                ? CombinedInterval.Difference(one.Mean, ofOne, other.Mean, ofOther)
            : null;
    }

    private SpanFigure Measure(
        IReadOnlyList<double> values,
        Func<ClusteredSample, double> value,
        Func<ClusteredSample, (double Low, double High)?> interval
    )
    {
        var byPrompt = new ClusteredSample(values, prompts);
        return new SpanFigure(value(byPrompt), interval(byPrompt), interval(OverSources(values)), Exact: false);
    }

    private ClusteredSample OverSources(IReadOnlyList<double> values) => new(values, sources);
}
