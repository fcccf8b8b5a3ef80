namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Rewrites a text before it is cut into words. Immutable and shared by threads.</summary>
internal interface INormalizer
{
    /// <summary>Whether what begins the result, and nothing else in it, comes from what begins the text.</summary>
    bool KeepsBeginning { get; }

    /// <summary>The text rewritten; the same instance where nothing changes.</summary>
    string Normalize(string text, TextPosition position);
}
