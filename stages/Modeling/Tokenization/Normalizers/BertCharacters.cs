namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Characters as BERT's rules see them.</summary>
internal static class BertCharacters
{
    private const byte Punctuation = 1;
    private const byte Mark = 2;
    private const byte Control = 4;

    private static readonly Lazy<byte[]> _flags = new(Make);

    /// <summary>Whether a character is cut off as a word of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Its place.</param>
    /// <param name="length">How many UTF-16 units it has.</param>
    public static bool IsPunctuation(ReadOnlySpan<char> text, int index, out int length)
    {
        length = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
        return Has(length == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index], Punctuation);
    }

    /// <summary>Whether a character is a non-spacing mark, which goes with the accents.</summary>
    public static bool IsMark(int point) => Has(point, Mark);

    /// <summary>Whether cleaning drops a character: controls, format characters, private use, NUL and U+FFFD.</summary>
    public static bool IsDropped(int point) => point == 0xFFFD || (Has(point, Control) && point is not ('\t' or '\n' or '\r'));

    /// <summary>Whether a character is an ideograph, around which spaces are put; the blocks are those of the original code.</summary>
    public static bool IsIdeograph(int point) =>
        point
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2B81F)
                or (>= 0x2B920 and <= 0x2CEAF)
                or (>= 0x2F800 and <= 0x2FA1F);

    private static bool Has(int point, byte flag) => (_flags.Value[point] & flag) != 0;

    private static byte[] Make()
    {
        var flags = new byte[0x110000];
        Set(flags, UnicodeTables.Instance.Punctuation, Punctuation);
        Set(flags, UnicodeTables.Instance.Marks, Mark);
        Set(flags, UnicodeTables.Instance.Controls, Control);
        for (var point = '!'; point <= '~'; point++)
        {
            flags[point] |= char.IsAsciiLetterOrDigit(point) ? (byte)0 : Punctuation;
        }

        return flags;
    }

    private static void Set(byte[] flags, List<(int First, int Last)> ranges, byte flag)
    {
        foreach (var (first, last) in ranges)
        {
            for (var point = first; point <= last; point++)
            {
                flags[point] |= flag;
            }
        }
    }
}
