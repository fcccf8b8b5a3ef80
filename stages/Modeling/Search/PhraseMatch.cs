namespace Pipeline.Modeling.Search;

/// <summary>Where a phrase stands in an indexed collection.</summary>
/// <param name="Text">0-based text.</param>
/// <param name="Word">0-based word of that text where it starts.</param>
/// <param name="Words">Its length in words.</param>
public readonly record struct PhraseMatch(int Text, int Word, int Words);
