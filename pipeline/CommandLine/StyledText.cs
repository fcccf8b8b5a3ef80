namespace Pipeline.Engine.CommandLine;

/// <summary>A piece of text with what it means for the eye.</summary>
/// <param name="Text">The text; printed as it is, control characters made visible.</param>
/// <param name="Style">Its style.</param>
public readonly record struct StyledText(string Text, TextStyle Style = TextStyle.Plain);

/// <summary>Styles of a piece of text. Where colours are off, marked and bad text stands in brackets, so nothing is lost.</summary>
public enum TextStyle
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Stands back, such as a prompt that carries no loss.</summary>
    Muted,

    /// <summary>What the reader looks for, such as the labels of a training sequence.</summary>
    Marked,

    /// <summary>Something to worry about.</summary>
    Bad,
}
