using Pipeline.Stages.Attribution.Rephrase;

namespace Pipeline.Stages.Attribution.PromptCounterfactual;

/// <summary>Reduces the spans of one model, or of all seeds of one, under rephrased prompts to figures.</summary>
internal sealed class RephrasingComparison
{
    private readonly string _model;
    private readonly int _withoutConcept;
    private readonly List<double> _placebo;
    private readonly List<double> _concept;
    private readonly SpanFigures _figures;

    /// <summary>A comparison.</summary>
    /// <param name="model">What the rows are called.</param>
    /// <param name="rows">The spans under each rephrasing.</param>
    /// <param name="withoutConcept">Prompts that have no rephrasing without the concept.</param>
    public RephrasingComparison(string model, IEnumerable<PromptCounterfactualSpanRow> rows, int withoutConcept)
    {
        (_model, _withoutConcept) = (model, withoutConcept);
        var paired = rows.GroupBy(row => (row.Model, row.InstanceId, row.Sample, row.Start, row.Length))
            .Select(span => (Row: span.First(), ByKind: span.ToLookup(row => row.Kind)))
            .Where(span => span.ByKind.Count == 2)
            .ToList();
        (_placebo, _concept) = (
            paired.ConvertAll(span => ShareOf(span.ByKind[RephrasingKind.Placebo])),
            paired.ConvertAll(span => ShareOf(span.ByKind[RephrasingKind.Concept]))
        );
        _figures = new SpanFigures(paired.ConvertAll(span => span.Row.InstanceId), paired.ConvertAll(span => span.Row.SourceInstanceId));
    }

    /// <summary>Both shares, and their difference.</summary>
    public IEnumerable<PromptCounterfactualSummaryRow> Rows() =>
        [
            Row(PromptCounterfactualMeasure.Placebo, _figures.Share(_placebo)),
            Row(PromptCounterfactualMeasure.Concept, _figures.Share(_concept)),
            Row(PromptCounterfactualMeasure.Difference, _figures.ShareDifference(_placebo, _concept)),
        ];

    private static double ShareOf(IEnumerable<PromptCounterfactualSpanRow> rows) => rows.Average(row => row.WrittenAgain ? 1.0 : 0);

    private PromptCounterfactualSummaryRow Row(PromptCounterfactualMeasure measure, SpanFigure figure) =>
        new()
        {
            Model = _model,
            Measure = measure,
            Value = double.IsNaN(figure.Value) ? null : figure.Value,
            PromptLow = figure.OverPrompts?.Low,
            PromptHigh = figure.OverPrompts?.High,
            SourceLow = figure.OverSources?.Low,
            SourceHigh = figure.OverSources?.High,
            Exact = figure.Exact && _placebo.Count > 0,
            Spans = _placebo.Count,
            Prompts = _figures.Prompts,
            SourceRows = _figures.Sources,
            PromptsWithoutConcept = _withoutConcept,
        };
}
