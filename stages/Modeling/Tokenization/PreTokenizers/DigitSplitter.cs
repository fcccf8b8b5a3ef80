namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Cuts numbers off, each digit alone or runs together.</summary>
internal sealed class DigitSplitter(bool individual, IWordSink next) : IWordSink
{
    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        for (var start = 0; start < word.Length; )
        {
            var end = End(word, start);
            next.Add(word[start..end], at + start, position);
            start = end;
            position = TextPosition.Section;
        }
    }

    private int End(ReadOnlySpan<char> word, int start)
    {
        if (CharacterClass.At(word, start, out var length) == CharacterClass.Number)
        {
            return individual ? start + length : CharacterClass.EndOfRun(word, start, CharacterClass.Number);
        }

        var end = start + length;
        while (end < word.Length && CharacterClass.At(word, end, out length) != CharacterClass.Number)
        {
            end += length;
        }

        return end;
    }
}
