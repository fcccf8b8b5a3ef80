using System.Globalization;

namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Characters as the published word patterns see them: <c>\p{L}</c>, <c>\p{N}</c>, <c>\s</c>, others (Unicode 16).</summary>
internal static class CharacterClass
{
    public const byte Other = 0;
    public const byte Letter = 1;
    public const byte Number = 2;
    public const byte Space = 3;
    private const byte Surrogate = 4;

    private static readonly byte[] _classes = Make();

    /// <summary>The class of the character at a place, and how many UTF-16 units it has. A lone surrogate is U+FFFD, an other.</summary>
    public static byte At(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var found = _classes[text[index]];
        if (found != Surrogate)
        {
            return found;
        }

        if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
        {
            return Other;
        }

        length = 2;
        return Classify(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[index], text[index + 1])));
    }

    /// <summary>Where the run of characters of one class ends that includes the place.</summary>
    public static int EndOfRun(ReadOnlySpan<char> text, int index, byte kind)
    {
        var classes = _classes;
        while ((uint)index < (uint)text.Length)
        {
            var found = classes[text[index]];
            if (found == kind)
            {
                index++;
            }
            else if (found == Surrogate && At(text, index, out var length) == kind)
            {
                index += length;
            }
            else
            {
                break;
            }
        }

        return index;
    }

    private static byte[] Make()
    {
        var classes = new byte[char.MaxValue + 1];
        for (var value = 0; value < classes.Length; value++)
        {
            classes[value] =
                char.IsSurrogate((char)value) ? Surrogate
                : char.IsWhiteSpace((char)value) ? Space
                : Classify(CharUnicodeInfo.GetUnicodeCategory(value));
        }

        return classes;
    }

    private static byte Classify(UnicodeCategory category) =>
        category switch
        {
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter => Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Number,
            _ => Other,
        };
}
