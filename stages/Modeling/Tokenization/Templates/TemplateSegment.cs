namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>A part of a template's piece.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A text; a special token's content; a placeholder's name.</param>
internal readonly record struct TemplateSegment(SegmentKind Kind, string Text);
