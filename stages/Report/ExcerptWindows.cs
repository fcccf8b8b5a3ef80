namespace Pipeline.Stages.Report;

/// <summary>
/// Which stretches of a text a reader needs to see marks in their context. Texts can be of any length; a page shows some thousand
/// characters.
/// </summary>
internal static class ExcerptWindows
{
    private const int Context = 280;
    private const int LongMarkHead = 1200;
    private const int LongMarkTail = 400;
    private const int SmallGap = 200;
    private const int LongestWord = 30;

    /// <summary>The stretches in order, none touching another; their ends split no surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marks">Marked stretches inside it, in order.</param>
    public static IReadOnlyList<(int Start, int End)> Cut(string text, IReadOnlyList<(int Start, int End)> marks)
    {
        var windows = new List<(int Start, int End)>();
        foreach (var (start, end) in marks)
        {
            if (end - start > LongMarkHead + LongMarkTail + SmallGap)
            {
                Add(windows, text, start - Context, start + LongMarkHead);
                Add(windows, text, end - LongMarkTail, end + Context);
            }
            else
            {
                Add(windows, text, start - Context, end + Context);
            }
        }

        if (windows.Count == 0)
        {
            Add(windows, text, 0, LongMarkHead);
        }

        return windows;
    }

    private static void Add(List<(int Start, int End)> windows, string text, int start, int end)
    {
        start = start <= SmallGap ? 0 : Border(text, start);
        end = end >= text.Length - SmallGap ? text.Length : Border(text, end);
        if (windows.Count > 0 && start <= windows[^1].End + SmallGap)
        {
            windows[^1] = (windows[^1].Start, Math.Max(windows[^1].End, end));
        }
        else
        {
            windows.Add((start, end));
        }
    }

    /// <summary>The end of the word that a position lies in, if it is near; else the position, moved out of a surrogate pair.</summary>
    private static int Border(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LongestWord && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        at = end < text.Length && char.IsWhiteSpace(text[end]) ? end : at;
        return at + (char.IsLowSurrogate(text[at]) ? 1 : 0);
    }
}
