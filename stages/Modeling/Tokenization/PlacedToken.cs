namespace Pipeline.Modeling.Tokenization;

/// <summary>A token and the characters of the text that it stands for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">The 0-based UTF-16 position of the first of them. A character that several tokens spell in bytes belongs to each of
/// them.</param>
/// <param name="End">The position behind the last; equal to <paramref name="Start"/> where the tokenizer placed the token of
/// itself.</param>
public readonly record struct PlacedToken(int Id, int Start, int End);
