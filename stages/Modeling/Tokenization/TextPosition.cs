namespace Pipeline.Modeling.Tokenization;

/// <summary>Where a text stands in what the model reads; it decides whether a tokenizer puts its own space before it.</summary>
public enum TextPosition
{
    /// <summary>It begins the whole.</summary>
    Beginning,

    /// <summary>It follows a special token.</summary>
    Section,

    /// <summary>It goes on where another text ended.</summary>
    Continuation,
}
