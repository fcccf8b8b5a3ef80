using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>A model's judged spans.</summary>
/// <param name="Spans">The node of the spans.</param>
/// <param name="Rates">The node of their rates beside the control's.</param>
/// <param name="Control">What they are held against; null where there is nothing.</param>
internal sealed record JudgedSpans(StageNode Spans, StageNode Rates, WiredControl? Control);
