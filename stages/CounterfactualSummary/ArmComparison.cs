using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Counterfactual;

namespace Pipeline.Stages.CounterfactualSummary;

/// <summary>Reduces the spans of one model, or of all seeds of one, to figures arm by arm.</summary>
internal sealed class ArmComparison
{
    private const string Full = "full";
    private const string Source = "source";

    private static readonly string[] _placebos = ["random", "similar"];

    private readonly string _model;
    private readonly Dictionary<string, List<CounterfactualSpanRow>> _arms;

    /// <summary>A comparison.</summary>
    /// <param name="model">What the rows are called.</param>
    /// <param name="spans">The spans under every arm; those of an arm in the same order in each.</param>
    public ArmComparison(string model, IEnumerable<CounterfactualSpanRow> spans)
    {
        _model = model;
        _arms = spans.GroupBy(span => span.Arm, StringComparer.Ordinal).ToDictionary(arm => arm.Key, arm => arm.ToList(), StringComparer.Ordinal);
    }

    /// <summary>Every arm against the full model, then the source arm against each placebo, span by span.</summary>
    public IEnumerable<CounterfactualSummaryRow> Rows()
    {
        foreach (var (arm, spans) in _arms)
        {
            var changes = spans.ConvertAll(span => span.Change);
            yield return Row(arm, Full, "change_mean", changes, median: false);
            yield return Row(arm, Full, "change_median", changes, median: true);
            yield return Row(arm, Full, "fell", spans.ConvertAll(span => span.Change < 0 ? 1.0 : 0), median: false);
            yield return Row(arm, Full, "generated_again", spans.ConvertAll(Again), median: false);
        }

        foreach (var placebo in _placebos.Where(placebo => _arms.ContainsKey(Source) && _arms.ContainsKey(placebo)))
        {
            var pairs = _arms[Source].Zip(_arms[placebo]).ToList();
            yield return Row(Source, placebo, "change_mean", pairs.ConvertAll(pair => pair.First.Change - pair.Second.Change), median: false);
            yield return Row(Source, placebo, "change_median", pairs.ConvertAll(pair => pair.First.Change - pair.Second.Change), median: true);
            yield return Row(Source, placebo, "generated_again", pairs.ConvertAll(pair => Again(pair.First) - Again(pair.Second)), median: false);
        }
    }

    private static double Again(CounterfactualSpanRow span) => span.GeneratedAgain ? 1 : 0;

    private CounterfactualSummaryRow Row(string arm, string against, string measure, List<double> values, bool median)
    {
        var spans = _arms[arm];
        var byPrompt = new ClusteredSample(values, spans.ConvertAll(span => span.InstanceId));
        var bySource = new ClusteredSample(values, spans.ConvertAll(span => span.SourceInstanceId));
        var (prompts, sources) = median ? (byPrompt.MedianInterval, bySource.MedianInterval) : (byPrompt.MeanInterval, bySource.MeanInterval);
        return new CounterfactualSummaryRow
        {
            Model = _model,
            Arm = arm,
            Against = against,
            Measure = measure,
            Value = median ? byPrompt.Median : byPrompt.Mean,
            PromptLow = prompts?.Low,
            PromptHigh = prompts?.High,
            SourceLow = sources?.Low,
            SourceHigh = sources?.High,
            Spans = spans.Count,
            Prompts = byPrompt.Clusters,
            SourceRows = bySource.Clusters,
            ExcludedRows = spans.Average(span => span.ExcludedRows),
        };
    }
}
