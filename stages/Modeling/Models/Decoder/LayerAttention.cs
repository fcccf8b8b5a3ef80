namespace Pipeline.Modeling.Models.Decoder;

/// <summary>What attention does in one layer, where layers differ.</summary>
/// <param name="Window">A token sees itself and the <c>Window − 1</c> tokens before it; null for all tokens before it.</param>
/// <param name="Rotary">Whether queries and keys are rotated by their position.</param>
/// <param name="Scale">What scores are multiplied by.</param>
public readonly record struct LayerAttention(int? Window, bool Rotary, double Scale);
