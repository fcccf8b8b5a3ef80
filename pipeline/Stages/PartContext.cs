namespace Pipeline.Engine.Stages;

/// <summary>What one part's transform knows beside its rows.</summary>
/// <param name="Index">0-based index of the part; only for messages, never for results.</param>
/// <param name="Stage">The node's context.</param>
public sealed record PartContext(int Index, StageContext Stage);
