using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Splits a text into sentences. A sentence ends at a line break, or after <c>. ! ? …</c> (with closing quotes and brackets) that is followed by white
/// space and then a capital, digit, quote or bracket; not after a known abbreviation, a single initial or a list number such as <c>1.</c>. A
/// fenced code block is one sentence. Every character that is not white space belongs to exactly one sentence.
/// </summary>
public static partial class SentenceSplitter
{
    private const string Fence = "```";

    private static readonly HashSet<string> _abbreviations = new(
        ["mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "etc", "e.g", "i.e", "cf", "fig", "no", "vol", "approx", "inc", "ltd", "co", "u.s", "u.k", "a.m", "p.m"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The sentences in order: 0-based start and length, UTF-16 characters, without surrounding white space.</summary>
    public static IReadOnlyList<(int Start, int Length)> Split(string text)
    {
        var sentences = new List<(int, int)>();
        var at = 0;
        while (at < text.Length)
        {
            var line = LineEnd(text, at);
            if (text.AsSpan(at, line - at).TrimStart().StartsWith(Fence))
            {
                var close = line < text.Length ? text.IndexOf("\n" + Fence, line, StringComparison.Ordinal) : -1;
                var end = close < 0 ? text.Length : LineEnd(text, close + 1);
                Add(text, at, end, sentences);
                at = end + 1;
                continue;
            }

            SplitLine(text, at, line, sentences);
            at = line + 1;
        }

        return sentences;
    }

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private static void SplitLine(string text, int start, int end, List<(int, int)> sentences)
    {
        var begin = start;
        foreach (var boundary in Boundary().EnumerateMatches(text.AsSpan(start, end - start)))
        {
            var stop = start + boundary.Index;
            if (text[stop] != '.' || !IsInsideSentence(text.AsSpan(begin, stop - begin)))
            {
                Add(text, begin, stop + boundary.Length, sentences);
                begin = stop + boundary.Length;
            }
        }

        Add(text, begin, end, sentences);
    }

    /// <summary>Whether a point after this text belongs to its last word: an abbreviation, an initial, or the number of a list item.</summary>
    private static bool IsInsideSentence(ReadOnlySpan<char> before)
    {
        var word = before[(before.LastIndexOfAny(' ', '\t', '(') + 1)..];
        return _abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            || (word.Length == 1 && char.IsLetter(word[0]) && char.IsUpper(word[0]) && word[0] != 'I')
            || (word.Length == before.TrimStart().Length && word.Length > 0 && !word.ContainsAnyExceptInRange('0', '9'));
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

    [GeneratedRegex("""[.!?…]+["'”’)\]]*(?=\s+["'“‘(\[]*[\p{Lu}\p{Lt}\p{Lo}\p{Nd}])""")]
    private static partial Regex Boundary();
}
