using System.Text;

namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>BERT's: clean the text, set ideographs apart, strip accents, lower case; each of them may be off.</summary>
internal sealed class BertNormalizer(bool cleanText, bool separateIdeographs, bool stripAccents, bool lowercase) : INormalizer
{
    private static readonly UnicodeNormalizer _decompose = new(NormalizationForm.FormD);
    private static readonly LowercaseNormalizer _lower = new();

    public bool KeepsBeginning => false;

    public string Normalize(string text, TextPosition position)
    {
        if (cleanText || separateIdeographs)
        {
            text = Clean(text);
        }

        if (stripAccents && !Ascii.IsValid(text))
        {
            text = WithoutMarks(_decompose.Normalize(text, position));
        }

        return lowercase ? _lower.Normalize(text, position) : text;
    }

    private static string WithoutMarks(string text)
    {
        var result = new StringBuilder(text.Length);
        Span<char> characters = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (!BertCharacters.IsMark(rune.Value))
            {
                result.Append(characters[..rune.EncodeToUtf16(characters)]);
            }
        }

        return result.ToString();
    }

    private string Clean(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        Span<char> characters = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (cleanText && BertCharacters.IsDropped(rune.Value))
            {
                continue;
            }

            if (cleanText && Rune.IsWhiteSpace(rune))
            {
                result.Append(' ');
            }
            else if (separateIdeographs && BertCharacters.IsIdeograph(rune.Value))
            {
                result.Append(' ').Append(characters[..rune.EncodeToUtf16(characters)]).Append(' ');
            }
            else
            {
                result.Append(characters[..rune.EncodeToUtf16(characters)]);
            }
        }

        return result.ToString();
    }
}
