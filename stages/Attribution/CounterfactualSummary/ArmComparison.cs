using Pipeline.Stages.Attribution.Counterfactual;

namespace Pipeline.Stages.Attribution.CounterfactualSummary;

/// <summary>Reduces the spans of one model, or of all seeds of one, to figures arm by arm.</summary>
internal sealed class ArmComparison
{
    private static readonly CounterfactualArm[] _placebos = [CounterfactualArm.Random, CounterfactualArm.Similar];

    private readonly string _model;
    private readonly Dictionary<CounterfactualArm, List<CounterfactualSpanRow>> _arms;
    private readonly Dictionary<CounterfactualArm, SpanFigures> _figures;

    /// <summary>A comparison.</summary>
    /// <param name="model">What the rows are called.</param>
    /// <param name="spans">The spans under every arm; those of an arm in the same order in each.</param>
    public ArmComparison(string model, IEnumerable<CounterfactualSpanRow> spans)
    {
        _model = model;
        _arms = spans.GroupBy(span => span.Arm).ToDictionary(arm => arm.Key, arm => arm.ToList());
        _figures = _arms.ToDictionary(
            arm => arm.Key,
            arm => new SpanFigures(arm.Value.ConvertAll(span => span.InstanceId), arm.Value.ConvertAll(span => span.SourceInstanceId))
        );
    }

    /// <summary>Every arm against the full model, then the source arm against each placebo, span by span.</summary>
    public IEnumerable<CounterfactualSummaryRow> Rows()
    {
        foreach (var (arm, spans) in _arms)
        {
            var (figures, changes) = (_figures[arm], spans.ConvertAll(span => span.Change));
            yield return Row(arm, CounterfactualArm.Full, CounterfactualMeasure.ChangeMean, figures.Mean(changes));
            yield return Row(arm, CounterfactualArm.Full, CounterfactualMeasure.ChangeMedian, figures.Median(changes));
            yield return Row(
                arm,
                CounterfactualArm.Full,
                CounterfactualMeasure.Fell,
                figures.Share(spans.ConvertAll(span => span.Change < 0 ? 1.0 : 0))
            );
            yield return Row(arm, CounterfactualArm.Full, CounterfactualMeasure.GeneratedAgain, figures.Share(AgainIn(arm)));
        }

        foreach (var placebo in _placebos.Where(placebo => _arms.ContainsKey(CounterfactualArm.Source) && _arms.ContainsKey(placebo)))
        {
            var figures = _figures[CounterfactualArm.Source];
            var changes = _arms[CounterfactualArm.Source].Zip(_arms[placebo], (source, other) => source.Change - other.Change).ToList();
            yield return Row(CounterfactualArm.Source, placebo, CounterfactualMeasure.ChangeMean, figures.Mean(changes));
            yield return Row(CounterfactualArm.Source, placebo, CounterfactualMeasure.ChangeMedian, figures.Median(changes));
            yield return Row(
                CounterfactualArm.Source,
                placebo,
                CounterfactualMeasure.GeneratedAgain,
                figures.ShareDifference(AgainIn(CounterfactualArm.Source), AgainIn(placebo))
            );
        }
    }

    private List<double> AgainIn(CounterfactualArm arm) => _arms[arm].ConvertAll(span => span.GeneratedAgain ? 1.0 : 0);

    private CounterfactualSummaryRow Row(
        CounterfactualArm arm,
        CounterfactualArm against,
        CounterfactualMeasure measure,
        SpanFigure figure
    ) =>
        new()
        {
            Model = _model,
            Arm = arm,
            Against = against,
            Measure = measure,
            Value = figure.Value,
            PromptLow = figure.OverPrompts?.Low,
            PromptHigh = figure.OverPrompts?.High,
            SourceLow = figure.OverSources?.Low,
            SourceHigh = figure.OverSources?.High,
            Exact = figure.Exact,
            Spans = _arms[arm].Count,
            Prompts = _figures[arm].Prompts,
            SourceRows = _figures[arm].Sources,
            ExcludedRows = _arms[arm].Average(span => span.ExcludedRows),
        };
}
