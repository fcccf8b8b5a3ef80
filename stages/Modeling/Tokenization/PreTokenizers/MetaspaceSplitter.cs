namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>SentencePiece's way with spaces: each becomes a visible sign, one is put before the text, and words begin at signs.</summary>
/// <param name="sign">The sign for a space.</param>
/// <param name="prefix">Where a sign is put before a text.</param>
/// <param name="split">Whether to cut before every sign.</param>
/// <param name="next">What takes the words.</param>
internal sealed class MetaspaceSplitter(char sign, PrefixScheme prefix, bool split, IWordSink next) : IWordSink
{
    private char[] _text = [];

    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        if (_text.Length <= word.Length)
        {
            _text = new char[2 * (word.Length + 1)];
        }

        _text[0] = sign;
        word.Replace(_text.AsSpan(1), ' ', sign);
        var begin = IsPrefixed(position) && _text[1] != sign ? 0 : 1;
        var text = _text.AsSpan(begin, word.Length + 1 - begin);
        at += begin - 1;
        if (!split)
        {
            next.Add(text, at, position);
            return;
        }

        for (var start = 0; start < text.Length; )
        {
            var length = text[(start + 1)..].IndexOf(sign);
            var end = length < 0 ? text.Length : start + 1 + length;
            next.Add(text[start..end], at + start, position);
            start = end;
            position = TextPosition.Section;
        }
    }

    private bool IsPrefixed(TextPosition position) =>
        prefix switch
        {
            PrefixScheme.Always => position != TextPosition.Continuation,
            PrefixScheme.First => position == TextPosition.Beginning,
            _ => false,
        };
}
