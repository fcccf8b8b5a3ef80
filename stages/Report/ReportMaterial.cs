using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Attribution.SourceSimilarity;
using Pipeline.Stages.Attribution.WrongSpans;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.World.Validity;

namespace Pipeline.Stages.Report;

/// <summary>Everything that the page is made of.</summary>
internal sealed record ReportMaterial(
    ReportOptions Options,
    IReadOnlyList<ModelFindings> Findings,
    IReadOnlyList<ModelSummaryRow> Summaries,
    IReadOnlyDictionary<(string Dataset, string Id), SourcedInstance> Instances,
    IReadOnlyDictionary<string, IReadOnlyList<SimplifiedRow>> Simplified,
    IReadOnlyList<ReportInput> Inputs
)
{
    /// <summary>The figures of the shift summary; empty without one.</summary>
    public IReadOnlyList<ShiftStatisticRow> ShiftStatistics { get; init; } = [];

    /// <summary>The same where the model on the base's side is another tuned one.</summary>
    public IReadOnlyList<ShiftStatisticRow> ShiftComparisons { get; init; } = [];

    /// <summary>The words most often shifted, by model and wrapper; empty without a summary.</summary>
    public IReadOnlyList<ShiftedWordRow> ShiftedWords { get; init; } = [];

    /// <summary>How many of a model's words stand in datasets; empty without a summary.</summary>
    public IReadOnlyList<BorrowedWordRow> BorrowedWords { get; init; } = [];

    /// <summary>The paper's figures as SVG, by name.</summary>
    public IReadOnlyList<(string Name, string Svg)> ShiftFigures { get; init; } = [];

    /// <summary>Spans under the models that were trained again, by the model that wrote them; empty without counterfactuals.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CounterfactualSpanRow>> Counterfactuals { get; init; } =
        new Dictionary<string, IReadOnlyList<CounterfactualSpanRow>>();

    /// <summary>The figures of the counterfactuals; empty without any.</summary>
    public IReadOnlyList<CounterfactualSummaryRow> CounterfactualSummary { get; init; } = [];

    /// <summary>Spans under rephrased prompts; empty where none was rephrased.</summary>
    public IReadOnlyList<PromptCounterfactualSpanRow> Rephrased { get; init; } = [];

    /// <summary>The figures of these spans; empty where no prompt was rephrased.</summary>
    public IReadOnlyList<PromptCounterfactualSummaryRow> RephrasedSummary { get; init; } = [];

    /// <summary>How well retrieval finds sources; empty where it was not measured.</summary>
    public IReadOnlyList<SourceRecallRow> SourceRecall { get; init; } = [];

    /// <summary>The rows near to answers as an approximate index finds them; empty where all rows were compared.</summary>
    public IReadOnlyList<NeighbourRow> Neighbours { get; init; } = [];

    /// <summary>How many wrong spans come from a row; empty where nobody says which are wrong.</summary>
    public IReadOnlyList<WrongSpanShareRow> WrongSpans { get; init; } = [];

    /// <summary>How near answers are to their sources; empty where it was not measured.</summary>
    public IReadOnlyList<SourceSimilarityRow> SourceSimilarity { get; init; } = [];

    /// <summary>Right and written texts at the wrong spans of answers; null where none were read.</summary>
    public ContinuationFindings? Continuations { get; init; }

    /// <summary>What the controlled world found; null for a run about something else.</summary>
    public WorldFindings? World { get; init; }

    /// <summary>What verdicts on spans are worth; empty where the truth is not known.</summary>
    public IReadOnlyList<ValidityRow> Validity { get; init; } = [];

    /// <summary>How many parameters the base has; null for a run without one.</summary>
    public long? BaseParameters { get; init; }

    /// <summary>The base's linear layers, which adapters choose among; empty for a run without one.</summary>
    public IReadOnlyList<LinearLayerShape> BaseLayers { get; init; } = [];

    private readonly Dictionary<string, ModelSummaryRow> _pooledSummaries = new(StringComparer.Ordinal);

    private const int Colours = 7;
    private const int Many = 12;

    /// <summary>The datasets that models were trained on or are held against, in the order of the models: a text's order would put 150 rows
    /// before 50.</summary>
    public IReadOnlyList<string> Datasets { get; } =
        Findings.Select(found => found.Model.Dataset).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The models in groups that differ in their seed alone.</summary>
    public IReadOnlyList<SeedGroup> Groups { get; } = SeedGroup.Group(Findings);

    /// <summary>The models that sentences are about: those that differ in their seed alone as one.</summary>
    public IReadOnlyList<ModelFindings> Pooled => Groups.Select(group => group.Pooled).ToList();

    /// <summary>Whether there are models that differ in their seed alone.</summary>
    public bool HasSeeds => Groups.Count < Findings.Count;

    /// <summary>Whether there are more models than a table should show at once.</summary>
    public bool IsLarge => Findings.Count > Many;

    /// <summary>The models whose answers, spans and curves are shown: of those that differ in their seed alone the first.</summary>
    public IReadOnlyList<ModelFindings> Shown => Groups.Select(group => group.First).ToList();

    /// <summary>
    /// The prompts that any model answered, each once: the first of every model, then the second of every model, so that the beginning of
    /// the list shows all models even where they answered different prompts.
    /// </summary>
    public IReadOnlyList<string> Prompts { get; } =
        Findings
            .SelectMany(found => found.Prompts.Index())
            .OrderBy(entry => entry.Index)
            .Select(entry => entry.Item)
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>The names of the controls that models are compared with, as a text; null for none.</summary>
    public string? ControlNames =>
        Findings.Select(found => found.Model.ComparedWith).OfType<string>().Distinct(StringComparer.Ordinal).ToList()
            is { Count: > 0 } names
            ? string.Join(" and ", names)
            : null;

    /// <summary>The summary of a model, or of several that differ in their seed alone.</summary>
    public ModelSummaryRow SummaryOf(ModelFindings found)
    {
        if (found.Seeds == 1)
        {
            return Summaries[IndexOf(found)];
        }

        if (!_pooledSummaries.TryGetValue(found.Model.Name, out var row))
        {
            _pooledSummaries[found.Model.Name] = row = Summary.Summarise(found);
        }

        return row;
    }

    /// <summary>
    /// The style sheet's class of a model's colour, the same in every chart; controls are grey, and seeds share one. Where there are more
    /// models than colours, those of a dataset differ, since charts are then drawn by dataset.
    /// </summary>
    public string ColourOf(ModelFindings found) => ColourIndexOf(found) is { } index ? $"c{1 + index}" : "c0";

    /// <summary>The number of a model's colour, from 0; null for the grey of controls.</summary>
    public int? ColourIndexOf(ModelFindings found)
    {
        if (found.Model.Control)
        {
            return null;
        }

        var coloured = Groups.Where(group => !group.First.Model.Control).ToList();
        var beside = coloured.Count <= Colours ? coloured : coloured.FindAll(group => group.First.Model.Dataset == found.Model.Dataset);
        return beside.FindIndex(group => group.Models.Contains(found)) % Colours;
    }

    private int IndexOf(ModelFindings found) => Findings.TakeWhile(other => other != found).Count();
}
