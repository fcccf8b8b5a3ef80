namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Which texts get a space before them.</summary>
internal enum PrefixScheme
{
    /// <summary>None.</summary>
    Never,

    /// <summary>The one that begins the whole.</summary>
    First,

    /// <summary>Also each that follows a special token.</summary>
    Always,
}
