using System.Text;

namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Lower case by Unicode's full mapping, without regard to language or context.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    public bool KeepsBeginning => true;

    public string Normalize(string text, TextPosition position)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var result = new StringBuilder(text.Length + 4);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(rune, result);
        }

        return result.ToString();
    }

    /// <summary>Appends a character's lower case; one character has a lower case of two, and Unicode 17's are not in the runtime's tables
    /// yet.</summary>
    public static void Append(Rune rune, StringBuilder result)
    {
        switch (rune.Value)
        {
            case 0x130:
                result.Append("i\u0307");
                break;
            case 0xA7CE or 0xA7D2 or 0xA7D4:
                result.Append((char)(rune.Value + 1));
                break;
            case >= 0x16EA0 and <= 0x16EB8:
                Append(result, new Rune(rune.Value + 0x1B));
                break;
            default:
                Append(result, Rune.ToLowerInvariant(rune));
                break;
        }
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        result.Append(characters[..rune.EncodeToUtf16(characters)]);
    }
}
