namespace Pipeline.Stages.Attribution;

/// <summary>A figure over spans with its 95 % intervals.</summary>
/// <param name="Value">The figure; not a number without spans.</param>
/// <param name="OverPrompts">Its interval over prompts; null for fewer than two, and where it does not vary.</param>
/// <param name="OverSources">The same over source rows.</param>
/// <param name="Exact">Whether they are exact instead of bootstraps', or made of exact ones.</param>
internal readonly record struct SpanFigure(
    double Value,
    (double Low, double High)? OverPrompts,
    (double Low, double High)? OverSources,
    bool Exact
);
