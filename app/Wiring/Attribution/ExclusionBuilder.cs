using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Exclude;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires the choice of rows to leave out of a dataset.</summary>
/// <param name="graph">Takes the nodes.</param>
internal sealed class ExclusionBuilder(GraphBuilder graph)
{
    /// <summary>The rows that results blame, or as many that nothing blames.</summary>
    /// <param name="id">The node's variant.</param>
    /// <param name="options">How many, and which.</param>
    /// <param name="dataset">The dataset that they are left out of.</param>
    /// <param name="blaming">The results.</param>
    public StageNode Build(string id, ExcludeOptions options, WiredDataset dataset, IReadOnlyList<BlamingTables> blaming) =>
        graph.Fold(
            $"exclude/{id}",
            new ExcludeStage(options),
            [
                new NodeOutput(ExcludeStage.Instances, dataset.Rows),
                .. blaming.Select(tables => new NodeOutput(ExcludeStage.Spans + tables.Model, tables.Spans)),
                .. blaming
                    .Where(tables => tables.Neighbours is not null)
                    .Select(tables => new NodeOutput(ExcludeStage.Neighbours + tables.Model, tables.Neighbours!)),
            ]
        );
}
