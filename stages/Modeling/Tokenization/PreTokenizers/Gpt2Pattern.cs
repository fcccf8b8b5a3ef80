namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// GPT-2's pattern, also that of GPT-NeoX, Phi-2 and OLMo:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.
/// </summary>
internal readonly struct Gpt2Pattern : IWordPattern
{
    public int End(ReadOnlySpan<char> text, int start)
    {
        var first = text[start];
        if (first == '\'' && Contraction.Length(text[start..], anyCase: false) is var contraction and > 0)
        {
            return start + contraction;
        }

        var word = first == ' ' && start + 1 < text.Length ? start + 1 : start;
        var kind = CharacterClass.At(text, word, out _);
        if (kind != CharacterClass.Space)
        {
            return CharacterClass.EndOfRun(text, word, kind);
        }

        return Whitespace.End(text, start, CharacterClass.EndOfRun(text, start, CharacterClass.Space));
    }
}
