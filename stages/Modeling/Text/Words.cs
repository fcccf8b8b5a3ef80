using System.Globalization;
using System.Text;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Splits a text into words: maximal runs of letters, marks and digits; an apostrophe between two letters, and a point or comma between two
/// digits, belong to the word, and so do the joiners of scripts that need them (U+200C, U+200D). Chinese, Japanese, Thai, Lao, Khmer and
/// Burmese, which write no space between words, are divided by ICU's dictionaries; the same characters may be divided otherwise in other
/// surroundings. Scripts without spaces and without a dictionary (such as Tai Tham) give one word for each grapheme cluster. Words are
/// compared without case (simple mapping, code point by code point) and with either apostrophe; canonically equivalent spellings are
/// different words.
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
                if (UnspacedRun.FindScript(rune) is not UnspacedScript.None and var script)
                {
                    Close(text, words, ref start, i);
                    i = AddRun(text, words, i, script);
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
    public static bool Hold(string text, string phrase) => Find(text, phrase).Any();

    /// <summary>Where a text holds a phrase, as <see cref="Hold"/> compares them: 0-based characters (UTF-16), the end after the last; none
    /// for a phrase without words.</summary>
    public static IEnumerable<(int Start, int End)> Find(string text, string phrase)
    {
        var keys = Split(phrase).Select(word => word.Key).ToArray();
        if (keys.Length == 0)
        {
            yield break;
        }

        var words = Split(text);
        var all = words.Select(word => word.Key).ToArray();
        for (var first = 0; all.AsSpan(first).IndexOf(keys) is var found and >= 0; first++)
        {
            first += found;
            yield return (words[first].Start, words[first + keys.Length - 1].End);
        }
    }

    /// <summary>Adds the words of a run without spaces; returns where it ends.</summary>
    private static int AddRun(string text, List<Word> words, int start, UnspacedScript script)
    {
        var end = UnspacedRun.FindEnd(text, start, script);
        foreach (var wordEnd in UnspacedWords.FindEnds(text, start, end, script))
        {
            words.Add(Word(text, start, wordEnd - start));
            start = wordEnd;
        }

        return end;
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
        && UnspacedRun.FindScript(next) == UnspacedScript.None
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
}
