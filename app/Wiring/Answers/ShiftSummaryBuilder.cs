using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires the pairs of models whose token shift the settings ask for, and the summary over all that is measured.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="shifts">Measure; have what was measured.</param>
internal sealed class ShiftSummaryBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    ShiftBuilder shifts
)
{
    /// <summary>Measures the pairs that the settings name.</summary>
    /// <param name="models">All models with weights.</param>
    /// <exception cref="InputException">A pair names no model, or one twice.</exception>
    public void Compare(IReadOnlyList<ComparedModel> models)
    {
        foreach (var (i, pair) in settings.Stages.Shift.Compare.Index())
        {
            var (from, to) = (Find(models, pair.From, $"[{i}].from"), Find(models, pair.To, $"[{i}].to"));
            if (from == to)
            {
                throw configuration.Invalid($"stages.shift.compare[{i}].to", $"'{pair.To}' would be compared with itself.");
            }

            shifts.MeasureAgainst(from, to);
        }
    }

    /// <summary>The datasets whose words the summary counts: those of the models, and those that they are held against.</summary>
    public IReadOnlyList<string> ListDatasets() =>
        shifts
            .Tables.SelectMany(table => table.Summarised.Controls.Prepend(table.Summarised.Dataset))
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>The summary over all that was measured; null where nothing was.</summary>
    /// <param name="datasets">Those of <see cref="ListDatasets"/>.</param>
    public StageNode? Build(IReadOnlyList<WiredDataset> datasets) =>
        shifts.Tables.Count == 0
            ? null
            : graph.Fold(
                "shift-summary",
                new ShiftSummaryStage(
                    new ShiftSummaryOptions
                    {
                        Models = shifts.Tables.Select(table => table.Summarised).ToList(),
                        TopWords = settings.Stages.ShiftSummary.TopWords,
                    }
                ),
                [
                    .. shifts.Tables.Select(table => new NodeOutput(ShiftSummaryStage.Shift + table.Summarised.Table, table.Table)),
                    .. datasets.Select(dataset => new NodeOutput(ShiftSummaryStage.Instances + dataset.Name, dataset.Rows)),
                ]
            );

    private ComparedModel Find(IReadOnlyList<ComparedModel> models, string name, string setting) =>
        models.FirstOrDefault(model => model.Name == name)
        ?? throw configuration.Invalid(
            $"stages.shift.compare{setting}",
            $"'{name}' is no model with weights; there are: {string.Join(", ", models.Select(model => model.Name))}. Each is "
                + "compared with the base anyway."
        );
}
