using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Counterfactual;

namespace Pipeline.Stages.Attribution.CounterfactualSummary;

/// <summary>Reduces the spans of one model, or of all seeds of one, to figures arm by arm.</summary>
internal sealed class ArmComparison
{
    private static readonly CounterfactualArm[] _placebos = [CounterfactualArm.Random, CounterfactualArm.Similar];

    private readonly string _model;
    private readonly Dictionary<CounterfactualArm, List<CounterfactualSpanRow>> _arms;

    /// <summary>A comparison.</summary>
    /// <param name="model">What the rows are called.</param>
    /// <param name="spans">The spans under every arm; those of an arm in the same order in each.</param>
    public ArmComparison(string model, IEnumerable<CounterfactualSpanRow> spans)
    {
        _model = model;
        _arms = spans.GroupBy(span => span.Arm).ToDictionary(arm => arm.Key, arm => arm.ToList());
    }

    /// <summary>Every arm against the full model, then the source arm against each placebo, span by span.</summary>
    public IEnumerable<CounterfactualSummaryRow> Rows()
    {
        foreach (var (arm, spans) in _arms)
        {
            var changes = spans.ConvertAll(span => span.Change);
            yield return Mean(arm, CounterfactualArm.Full, CounterfactualMeasure.ChangeMean, changes);
            yield return Median(arm, CounterfactualArm.Full, CounterfactualMeasure.ChangeMedian, changes);
            yield return Share(arm, CounterfactualMeasure.Fell, spans.ConvertAll(span => span.Change < 0 ? 1.0 : 0));
            yield return Share(arm, CounterfactualMeasure.GeneratedAgain, AgainIn(arm));
        }

        foreach (var placebo in _placebos.Where(placebo => _arms.ContainsKey(CounterfactualArm.Source) && _arms.ContainsKey(placebo)))
        {
            var changes = _arms[CounterfactualArm.Source].Zip(_arms[placebo], (source, other) => source.Change - other.Change).ToList();
            yield return Mean(CounterfactualArm.Source, placebo, CounterfactualMeasure.ChangeMean, changes);
            yield return Median(CounterfactualArm.Source, placebo, CounterfactualMeasure.ChangeMedian, changes);
            yield return ShareLess(placebo);
        }
    }

    private List<double> AgainIn(CounterfactualArm arm) => _arms[arm].ConvertAll(span => span.GeneratedAgain ? 1.0 : 0);

    private CounterfactualSummaryRow Mean(
        CounterfactualArm arm,
        CounterfactualArm against,
        CounterfactualMeasure measure,
        List<double> values
    ) => Row(arm, against, measure, values, sample => sample.Mean, sample => sample.MeanInterval);

    private CounterfactualSummaryRow Median(
        CounterfactualArm arm,
        CounterfactualArm against,
        CounterfactualMeasure measure,
        List<double> values
    ) => Row(arm, against, measure, values, sample => sample.Median, sample => sample.MedianInterval);

    private CounterfactualSummaryRow Share(CounterfactualArm arm, CounterfactualMeasure measure, List<double> values) =>
        Row(
            arm,
            CounterfactualArm.Full,
            measure,
            values,
            sample => sample.Mean,
            sample => sample.ShareInterval,
            Sample(arm, values, BySource).IsUnanimous
        );

    /// <summary>The source arm's share generated again less a placebo's: span by span, unless one of them is none or all, or no span
    /// differs.</summary>
    private CounterfactualSummaryRow ShareLess(CounterfactualArm placebo)
    {
        var (source, other) = (AgainIn(CounterfactualArm.Source), AgainIn(placebo));
        var row = Mean(
            CounterfactualArm.Source,
            placebo,
            CounterfactualMeasure.GeneratedAgain,
            source.Zip(other, (left, right) => left - right).ToList()
        );
        if (
            source.SequenceEqual(other)
            || Sample(CounterfactualArm.Source, source, BySource).IsUnanimous
            || Sample(placebo, other, BySource).IsUnanimous
        )
        {
            row.Exact = true;
            ((row.PromptLow, row.PromptHigh), (row.SourceLow, row.SourceHigh)) = (
                Difference(placebo, source, other, ByPrompt),
                Difference(placebo, source, other, BySource)
            );
        }

        return row;
    }

    private (double? Low, double? High) Difference(
        CounterfactualArm placebo,
        List<double> source,
        List<double> other,
        Func<CounterfactualSpanRow, string> cluster
    )
    {
        var (left, right) = (Sample(CounterfactualArm.Source, source, cluster), Sample(placebo, other, cluster));
        return source.SequenceEqual(other) && left.Clusters > 1 ? UnanimousShare.NoDifference(left.Clusters)
            : left.ShareInterval is { } ofLeft && right.ShareInterval is { } ofRight
                ? CombinedInterval.Difference(left.Mean, ofLeft, right.Mean, ofRight)
            : (null, null);
    }

    private static string ByPrompt(CounterfactualSpanRow span) => span.InstanceId;

    private static string BySource(CounterfactualSpanRow span) => span.SourceInstanceId;

    private ClusteredSample Sample(CounterfactualArm arm, List<double> values, Func<CounterfactualSpanRow, string> cluster) =>
        new(values, _arms[arm].ConvertAll(span => cluster(span)));

    private CounterfactualSummaryRow Row(
        CounterfactualArm arm,
        CounterfactualArm against,
        CounterfactualMeasure measure,
        List<double> values,
        Func<ClusteredSample, double> value,
        Func<ClusteredSample, (double Low, double High)?> interval,
        bool exact = false
    )
    {
        var (byPrompt, bySource) = (Sample(arm, values, ByPrompt), Sample(arm, values, BySource));
        var (prompts, sources) = (interval(byPrompt), interval(bySource));
        return new CounterfactualSummaryRow
        {
            Model = _model,
            Arm = arm,
            Against = against,
            Measure = measure,
            Value = value(byPrompt),
            PromptLow = prompts?.Low,
            PromptHigh = prompts?.High,
            SourceLow = sources?.Low,
            SourceHigh = sources?.High,
            Exact = exact,
            Spans = values.Count,
            Prompts = byPrompt.Clusters,
            SourceRows = bySource.Clusters,
            ExcludedRows = _arms[arm].Average(span => span.ExcludedRows),
        };
    }
}
