using System.Globalization;
using System.Text;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Splits a text into words: maximal runs of letters, marks and digits; an apostrophe between two letters, and a point or comma between two
/// digits, belong to the word, and so do the joiners of scripts that need them (U+200C, U+200D). Ideographs and kana are words of their
/// own, since no space divides them. Scripts that divide words by neither (Thai, Lao, Khmer) give one word for each run. Words are compared
/// without case (simple mapping, code point by code point) and with either apostrophe; canonically equivalent spellings are different
/// words.
/// </summary>
public static class Words
{
    private const char TypographicApostrophe = '\u2019';

    /// <summary>The words of a text in order.</summary>
    public static IReadOnlyList<Word> Split(string text)
    {
        var words = new List<Word>();
        var start = -1;
        for (var i = 0; i < text.Length; )
        {
            var length = 1;
            bool isWord;
            if (char.IsAscii(text[i]))
            {
                isWord = char.IsAsciiLetterOrDigit(text[i]);
            }
            else
            {
                length = Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf16SequenceLength : 1;
                if (IsIdeograph(rune))
                {
                    Close(text, words, ref start, i);
                    words.Add(Word(text, i, length));
                    i += length;
                    continue;
                }

                isWord = IsWordRune(rune);
            }

            if (isWord)
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

    /// <summary>Whether a text holds a phrase: the same words one after the other, compared as words are. A phrase without words is in no
    /// text.</summary>
    public static bool Hold(string text, string phrase)
    {
        var keys = Split(phrase).Select(word => word.Key).ToArray();
        return keys.Length > 0 && Split(text).Select(word => word.Key).ToArray().AsSpan().IndexOf(keys) >= 0;
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
        new(
            start,
            length,
            string.Create(
                length,
                (text, start),
                static (key, word) =>
                {
                    word.text.AsSpan(word.start, key.Length).ToLowerInvariant(key);
                    key.Replace(TypographicApostrophe, '\'');
                }
            )
        );

    private static bool Joins(string text, int at) =>
        Rune.TryGetRuneAt(text, Math.Min(at + 1, text.Length - 1), out var next)
        && !IsIdeograph(next)
        && text[at] switch
        {
            '\'' or TypographicApostrophe => char.IsLetter(text[at - 1]) && Rune.IsLetter(next),
            '.' or ',' => char.IsDigit(text[at - 1]) && Rune.IsDigit(next),
            '\u200C' or '\u200D' => IsWordRune(next),
            _ => false,
        };

    private static bool IsWordRune(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsIdeograph(Rune rune) =>
        rune.Value
            is (>= 0x3040 and <= 0x30FF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x3FFFF);
}
