namespace Pipeline.Modeling.Search;

/// <summary>Where a phrase stands in a row.</summary>
/// <param name="Field">The text's <see cref="PhraseText.Field"/>.</param>
/// <param name="Turn">The text's <see cref="PhraseText.Turn"/>.</param>
/// <param name="Start">0-based UTF-16 character of that text where it starts.</param>
/// <param name="Length">Its length in that text, UTF-16 characters.</param>
public readonly record struct PhrasePlace(int Field, int Turn, int Start, int Length);
