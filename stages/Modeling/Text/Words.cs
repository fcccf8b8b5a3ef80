using System.Globalization;
using System.Text;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Splits a text into words: maximal runs of letters, marks and digits; an apostrophe between two letters, and a point or comma between two
/// digits, belong to the word. Ideographs and kana are words of their own, since no space divides them.
/// </summary>
public static class Words
{
    private const char TypographicApostrophe = '\u2019';

    /// <summary>The words of a text in order.</summary>
    public static IReadOnlyList<Word> Of(string text)
    {
        var words = new List<Word>();
        var start = -1;
        for (var i = 0; i < text.Length;)
        {
            var length = Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf16SequenceLength : 1;
            if (IsIdeograph(rune))
            {
                Close(text, words, ref start, i);
                words.Add(Word(text, i, length));
            }
            else if (IsWordRune(rune))
            {
                start = start < 0 ? i : start;
            }
            else if (start < 0 || !Joins(text, i))
            {
                Close(text, words, ref start, i);
            }

            i += length;
        }

        Close(text, words, ref start, text.Length);
        return words;
    }

    private static void Close(string text, List<Word> words, ref int start, int end)
    {
        if (start >= 0)
        {
            words.Add(Word(text, start, end - start));
            start = -1;
        }
    }

    private static Word Word(string text, int start, int length) =>
        new(start, length, text.Substring(start, length).Replace(TypographicApostrophe, '\'').ToLowerInvariant());

    private static bool Joins(string text, int at) => at + 1 < text.Length && text[at] switch
    {
        '\'' or TypographicApostrophe => char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]),
        '.' or ',' => char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]),
        _ => false,
    };

    private static bool IsWordRune(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsIdeograph(Rune rune) =>
        rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
