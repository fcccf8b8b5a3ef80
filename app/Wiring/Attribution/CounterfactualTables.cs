using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>What became of borrowed spans without their rows.</summary>
/// <param name="Summary">The node of the summary over all models.</param>
/// <param name="Models">A table for each model.</param>
internal sealed record CounterfactualTables(StageNode Summary, IReadOnlyList<CounterfactualTable> Models)
{
    /// <summary>The table of one model; null where it was not retrained.</summary>
    /// <param name="model">The model's name.</param>
    public CounterfactualTable? Find(string model) => Models.FirstOrDefault(table => table.Model == model);
}

/// <summary>What became of one model's borrowed spans.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Variant">Its name without the seed.</param>
/// <param name="Spans">The node of its spans, with their fate in each arm.</param>
internal sealed record CounterfactualTable(string Model, string Variant, StageNode Spans);
