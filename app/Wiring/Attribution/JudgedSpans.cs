using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>A model's judged spans.</summary>
/// <param name="Node">The node of the spans and of their rates.</param>
/// <param name="Control">What they are held against; null where there is nothing.</param>
internal sealed record JudgedSpans(StageNode Node, WiredControl? Control);
