namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>What becomes of the string that a text is cut at.</summary>
internal enum DelimiterBehavior
{
    /// <summary>It is dropped.</summary>
    Removed,

    /// <summary>It is a word.</summary>
    Isolated,

    /// <summary>It ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>It begins the word after it.</summary>
    MergedWithNext,
}
