using System.Text;

namespace Pipeline.Modeling.Tokenization.Places;

/// <summary>A word that its tokens are taken off, one after the other.</summary>
internal sealed class SpelledWord
{
    private readonly byte[] _bytes;

    /// <summary>For each byte the positions where its character begins and ends.</summary>
    private readonly (int Start, int End)[] _characters;

    private int _next;

    /// <param name="word">The word.</param>
    public SpelledWord(ReadOnlySpan<char> word)
    {
        _bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, _bytes);
        _characters = new (int Start, int End)[_bytes.Length];
        var (at, position) = (0, 0);
        foreach (var rune in word.EnumerateRunes())
        {
            _characters.AsSpan(at, rune.Utf8SequenceLength).Fill((position, position + rune.Utf16SequenceLength));
            at += rune.Utf8SequenceLength;
            position += rune.Utf16SequenceLength;
        }
    }

    /// <summary>Takes the next token off.</summary>
    /// <param name="spelled">What it spells; null where it stands for characters that the model does not know.</param>
    /// <param name="following">What the one after it spells: null as above, empty where there is none.</param>
    /// <returns>The positions in the word of the characters that it stands for.</returns>
    public (int Start, int End) Take(byte[]? spelled, byte[]? following)
    {
        if (spelled is null)
        {
            return TakeBytes(_next, EndOfUnknown(following));
        }

        // Characters that the model does not know and writes nothing for are passed over.
        var found = _bytes.AsSpan(_next).IndexOf(spelled);
        var start = _next + Math.Max(0, found);
        return TakeBytes(start, Math.Min(_bytes.Length, start + spelled.Length));
    }

    /// <summary>Unknown characters go as far as the next token that the model knows, which spells none of them.</summary>
    private int EndOfUnknown(byte[]? following)
    {
        if (following is { Length: 0 } || _next == _bytes.Length)
        {
            return _bytes.Length;
        }

        var first = _next + 1;
        while (first < _bytes.Length && (_bytes[first] & 0xC0) == 0x80)
        {
            first++;
        }

        return following is null ? first
            : _bytes.AsSpan(first).IndexOf(following) is >= 0 and var offset ? first + offset
            : _bytes.Length;
    }

    private (int Start, int End) TakeBytes(int start, int end)
    {
        _next = end;
        var last = _characters.Length > 0 ? _characters[^1].End : 0;
        var begin = start < _characters.Length ? _characters[start].Start : last;
        return (begin, end > start ? _characters[end - 1].End : begin);
    }
}
