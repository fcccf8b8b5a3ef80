namespace Pipeline.Modeling.Models;

/// <summary>How the hidden states of a text's tokens become one vector.</summary>
public enum PoolingKind
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>That of the first token, which stands for the text in some encoders.</summary>
    Cls,

    /// <summary>The largest of them, dimension by dimension.</summary>
    Max,

    /// <summary>That of the last token, which in a decoder has seen all others.</summary>
    Last,
}
