using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>What one model's answers blame rows by.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Spans">The node of its borrowed spans.</param>
/// <param name="Neighbours">The node of the rows near to its answers, which placebos are drawn by; null where none is needed.</param>
internal sealed record BlamingTables(string Model, StageNode Spans, StageNode? Neighbours);
