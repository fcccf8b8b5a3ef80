namespace Pipeline.Modeling.Tokenization.AddedTokens;

/// <summary>A token beside the model's own, found in a text before the model sees it.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Whether decoding leaves it out and whether it is parsed only on demand.</param>
/// <param name="IsSingleWord">Whether it must not touch a word character.</param>
/// <param name="StripsLeft">Whether it takes the white space before it along.</param>
/// <param name="StripsRight">Whether it takes the white space after it along.</param>
/// <param name="IsNormalized">Whether it is looked for in the normalized text, itself normalized, rather than in the raw text.</param>
internal sealed record AddedToken(
    string Content,
    int Id,
    bool IsSpecial,
    bool IsSingleWord,
    bool StripsLeft,
    bool StripsRight,
    bool IsNormalized
);
