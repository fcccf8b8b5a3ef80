using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>What models think of right and written texts at the wrong spans of answers.</summary>
/// <param name="Summary">The node of the figures.</param>
/// <param name="Tables">The tables, of each model's answers the base's first.</param>
internal sealed record ContinuationTables(StageNode Summary, IReadOnlyList<ContinuationTable> Tables);

/// <summary>What one model thinks of another's answers.</summary>
/// <param name="Model">The model that wrote them.</param>
/// <param name="Scorer">The model that reads them.</param>
/// <param name="Node">The node of the table.</param>
internal sealed record ContinuationTable(string Model, string Scorer, StageNode Node);
