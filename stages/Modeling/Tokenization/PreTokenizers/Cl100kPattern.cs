namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// The pattern of GPT-4, Llama 3 and OLMo 2, with up to three digits together, and of Qwen 2, with each digit alone:
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="mostDigits">How many digits make one word at most.</param>
internal readonly struct Cl100kPattern(int mostDigits) : IWordPattern
{
    public int End(ReadOnlySpan<char> text, int start)
    {
        var first = text[start];
        if (first == '\'' && Contraction.Length(text[start..], anyCase: true) is var contraction and > 0)
        {
            return start + contraction;
        }

        var kind = CharacterClass.At(text, start, out var length);
        if (kind == CharacterClass.Letter)
        {
            return CharacterClass.EndOfRun(text, start, CharacterClass.Letter);
        }

        if (kind == CharacterClass.Number)
        {
            return EndOfDigits(text, start);
        }

        var next = start + length;
        var kindOfNext = next < text.Length ? CharacterClass.At(text, next, out _) : CharacterClass.Space;
        if (kindOfNext == CharacterClass.Letter && first is not ('\r' or '\n'))
        {
            return CharacterClass.EndOfRun(text, next, CharacterClass.Letter);
        }

        if (kind == CharacterClass.Other || (first == ' ' && kindOfNext == CharacterClass.Other))
        {
            return EndOfLineBreaks(text, CharacterClass.EndOfRun(text, kind == CharacterClass.Other ? start : next, CharacterClass.Other));
        }

        var end = CharacterClass.EndOfRun(text, start, CharacterClass.Space);
        var lastBreak = text[start..end].LastIndexOfAny('\r', '\n');
        return lastBreak >= 0 ? start + lastBreak + 1 : Whitespace.End(text, start, end);
    }

    private static int EndOfLineBreaks(ReadOnlySpan<char> text, int index)
    {
        while (index < text.Length && text[index] is '\r' or '\n')
        {
            index++;
        }

        return index;
    }

    private int EndOfDigits(ReadOnlySpan<char> text, int index)
    {
        for (
            var digits = 0;
            digits < mostDigits && index < text.Length && CharacterClass.At(text, index, out var length) == CharacterClass.Number;
            digits++
        )
        {
            index += length;
        }

        return index;
    }
}
