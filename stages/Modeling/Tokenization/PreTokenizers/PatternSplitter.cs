namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Cuts a text into the matches of a word pattern.</summary>
internal sealed class PatternSplitter<TPattern>(TPattern pattern, IWordSink next) : IWordSink
    where TPattern : struct, IWordPattern
{
    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        for (var start = 0; start < word.Length; )
        {
            var end = pattern.End(word, start);
            next.Add(word[start..end], at + start, position);
            start = end;
            position = TextPosition.Section;
        }
    }
}
