namespace Pipeline.Stages.World.Measure;

/// <summary>A value of the fictional world that a text states.</summary>
/// <param name="Kind">The kind whose attribute its head belongs to.</param>
/// <param name="Attribute">That attribute.</param>
/// <param name="Value">The value as the tables spell it.</param>
/// <param name="Start">0-based character (UTF-16) where it starts in the text.</param>
/// <param name="Length">Its length in the text, UTF-16 characters.</param>
public sealed record StatedValue(string Kind, string Attribute, string Value, int Start, int Length);
