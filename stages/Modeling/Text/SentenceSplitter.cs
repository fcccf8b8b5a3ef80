using System.Buffers;
using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Splits a text into sentences. A sentence ends
/// <list type="bullet">
/// <item>at a line break;</item>
/// <item>after <c>. ! ? …</c>, with the closing quotes, brackets and Markdown marks behind them, if white space and then a capital, a
/// letter without case or a digit follows, perhaps behind opening ones;</item>
/// <item>after the terminators of other scripts, such as <c>。！？</c>, the danda <c>।</c>, the Khmer <c>។</c>, the Burmese <c>၊ ။</c>, the
/// Arabic <c>؟ ۔</c> and the Ethiopic <c>።</c> (Unicode's property Sentence_Terminal, in so far as they serve for nothing else), and the
/// closing quotes and brackets behind them;</item>
/// <item>after <c>! ?</c> that Chinese, Japanese or another script without spaces goes on behind at once.</item>
/// </list>
/// Thai and Lao write no mark at a sentence's end; their spaces part clauses as well, so that only lines and the marks above end one.
/// A point does not end a sentence after a title or another abbreviation that something must follow (<c>Dr.</c>, <c>e.g.</c>), after
/// initials (<c>J. R. Tolkien</c>, <c>U.S.</c>), after <c>no.</c> and its like before a number, and after the label of a list item
/// (<c>1.</c>, <c>a.</c>). A fenced code block is one sentence. Every character that is not white space belongs to exactly one sentence.
/// </summary>
public static partial class SentenceSplitter
{
    private const string Fence = "```";

    /// <summary>Sentence terminators of scripts other than Latin, Greek and Cyrillic, full-width forms included.</summary>
    private const string Terminators =
        "\\u0589\\u061D-\\u061F\\u06D4\\u0700-\\u0702\\u07F9\\u0837\\u0839\\u083D\\u083E\\u0964\\u0965\\u0E5A\\u0E5B\\u104A\\u104B\\u1362\\u1367\\u1368"
        + "\\u166E\\u1735\\u1736\\u17D4\\u17D5\\u1803\\u1809\\u1944\\u1945\\u1AA8-\\u1AAB\\u1B5A\\u1B5B\\u1B5E\\u1B5F\\u1C3B\\u1C3C\\u1C7E\\u1C7F"
        + "\\u203C\\u203D\\u2047-\\u2049\\u3002\\uA4FF\\uA60E\\uA60F\\uA6F3\\uA6F7\\uA876\\uA877\\uA8CE\\uA8CF\\uA92F\\uA9C8\\uA9C9\\uAA5D-\\uAA5F"
        + "\\uAAF0\\uAAF1\\uABEB\\uFE56\\uFE57\\uFF01\\uFF1F\\uFF61";

    private const string Unspaced =
        "\\u0E01-\\u0E2E\\u0E40-\\u0E44\\u0E81-\\u0EAE\\u0EC0-\\u0EC4\\u1000-\\u103F\\u1780-\\u17B3\\u3041-\\u30FA\\u3400-\\u4DBF\\u4E00-\\u9FFF";

    private static readonly SearchValues<char> _wordStarts = SearchValues.Create(" \t([\"'“‘*_");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _followed = Lookup(
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "st",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "rev",
        "hon",
        "sen",
        "rep",
        "gov",
        "pres",
        "vs",
        "e.g",
        "i.e",
        "cf",
        "viz",
        "approx",
        "resp",
        "incl",
        "al",
        "dept",
        "mt"
    );

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _numbered = Lookup(
        "no",
        "nos",
        "vol",
        "fig",
        "figs",
        "eq",
        "sec",
        "ch",
        "art",
        "p",
        "pp",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec"
    );

    /// <summary>The sentences in order: 0-based start and length, UTF-16 characters, without surrounding white space.</summary>
    public static IReadOnlyList<(int Start, int Length)> Split(string text)
    {
        var sentences = new List<(int, int)>();
        for (var at = 0; at < text.Length; )
        {
            var end = LineEnd(text, at);
            if (IsFence(text, at, end))
            {
                end = FenceEnd(text, end);
                Add(text, at, end, sentences);
            }
            else
            {
                SplitLine(text, at, end, sentences);
            }

            at = end + 1;
        }

        return sentences;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private static bool IsFence(string text, int at, int end) => text.AsSpan(at, end - at).TrimStart().StartsWith(Fence);

    /// <summary>The end of the line that closes a block, or of the text if none does.</summary>
    private static int FenceEnd(string text, int openingEnd)
    {
        for (var at = openingEnd + 1; at < text.Length; )
        {
            var end = LineEnd(text, at);
            if (IsFence(text, at, end))
            {
                return end;
            }

            at = end + 1;
        }

        return text.Length;
    }

    private static void SplitLine(string text, int start, int end, List<(int, int)> sentences)
    {
        var line = text.AsSpan(start, end - start);
        var begin = 0;
        foreach (var boundary in Boundary().EnumerateMatches(line))
        {
            var stop = boundary.Index + boundary.Length;
            if (line[boundary.Index] != '.' || !IsInsideSentence(line[begin..boundary.Index], line[stop..].TrimStart()))
            {
                Add(text, start + begin, start + stop, sentences);
                begin = stop;
            }
        }

        Add(text, start + begin, end, sentences);
    }

    /// <summary>Whether a point between these texts belongs to the word before it.</summary>
    private static bool IsInsideSentence(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        before = before.TrimStart();
        var word = before[(before.LastIndexOfAny(_wordStarts) + 1)..];
        var isLabel =
            word.Length == before.Length
            && (word.Length == 1 && char.IsAsciiLetter(word[0]) || word.Length > 0 && !word.ContainsAnyExceptInRange('0', '9'));
        return isLabel
            || _followed.Contains(word)
            || (_numbered.Contains(word) && after.Length > 0 && char.IsDigit(after[0]))
            || AreInitials(word);
    }

    /// <summary>Single capitals with points between them. <c>I</c> alone is a word.</summary>
    private static bool AreInitials(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsUpper(word[i]) : word[i] != '.')
            {
                return false;
            }
        }

        return word.Length % 2 == 1 && word is not "I";
    }

    private static void Add(string text, int start, int end, List<(int, int)> sentences)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            sentences.Add((start, end - start));
        }
    }

    [GeneratedRegex(
        """(?<![.!?…])(?>[.!?…]+["'”’»)\]*_]*)(?=\s+["'“‘«(\[*_]*[\p{Lu}\p{Lt}\p{Lo}\p{Nd}])|(?>["""
            + Terminators
            + """][!?…"""
            + Terminators
            + """]*[”’»)」』）］】》〉｣]*)|(?<![.!?…])(?>[!?]+[”’»)」』）］】》〉｣]*)(?=["'“‘«(\[*_「『（［【《〈｢]*["""
            + Unspaced
            + "])"
    )]
    private static partial Regex Boundary();
}
