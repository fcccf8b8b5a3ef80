namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Cuts around a fixed string.</summary>
internal sealed class StringSplitter(string delimiter, DelimiterBehavior behavior, IWordSink next) : IWordSink
{
    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        var start = 0;
        for (var from = 0; word[from..].IndexOf(delimiter, StringComparison.Ordinal) is var found and >= 0; )
        {
            var begin = from + found;
            from = begin + delimiter.Length;
            switch (behavior)
            {
                case DelimiterBehavior.MergedWithPrevious:
                    Emit(word[start..from], at + start, ref position);
                    start = from;
                    break;
                case DelimiterBehavior.MergedWithNext:
                    Emit(word[start..begin], at + start, ref position);
                    start = begin;
                    break;
                case DelimiterBehavior.Isolated:
                    Emit(word[start..begin], at + start, ref position);
                    Emit(word[begin..from], at + begin, ref position);
                    start = from;
                    break;
                default:
                    Emit(word[start..begin], at + start, ref position);
                    start = from;
                    position = TextPosition.Section;
                    break;
            }
        }

        Emit(word[start..], at + start, ref position);
    }

    private void Emit(ReadOnlySpan<char> word, int at, ref TextPosition position)
    {
        if (word.Length > 0)
        {
            next.Add(word, at, position);
            position = TextPosition.Section;
        }
    }
}
