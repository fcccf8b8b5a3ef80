using System.Globalization;
using ICU4N.Text;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Divides runs of scripts without spaces into words, with ICU's dictionaries and, for scripts without one, into grapheme clusters. A
/// dictionary is loaded when its script first occurs. Safe for use from several threads: each has iterators of its own.
/// </summary>
internal static class UnspacedWords
{
    /// <summary>Characters that are divided at once: ICU's time for each character grows with the run, and text from outside may have runs
    /// of any length.</summary>
    private const int Window = 512;

    /// <summary>Words at the end of a window whose ends what follows might move: they are divided again with it.</summary>
    private const int Unsettled = 3;

    private static readonly Lazy<BreakIterator>[] _dictionaries =
    [
        new(() => throw new InvalidOperationException("No dictionary is for a script with spaces.")),
        Dictionary("漢字かなカナ"),
        Dictionary("ภาษาไทย"),
        Dictionary("ພາສາລາວ"),
        Dictionary("ភាសាខ្មែរ"),
        Dictionary("မြန်မာစာ"),
    ];

    [ThreadStatic]
    private static BreakIterator?[]? _own;

    /// <summary>The ends of the words of a run, 0-based UTF-16 characters of the text, each after the last character of its word; the last
    /// one is the run's end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the run starts.</param>
    /// <param name="end">The character after its last.</param>
    /// <param name="script">Its script.</param>
    public static List<int> FindEnds(string text, int start, int end, UnspacedScript script)
    {
        var ends = new List<int>();
        if (script == UnspacedScript.Clusters)
        {
            for (var at = start; at < end; )
            {
                at = Math.Min(end, at + StringInfo.GetNextTextElementLength(text.AsSpan(at, end - at)));
                ends.Add(at);
            }

            return ends;
        }

        var words = IteratorOf(script);
        for (var first = start; first < end; )
        {
            var stop = Math.Min(end, first + Window);
            if (stop < end && char.IsLowSurrogate(text[stop]))
            {
                stop--;
            }

            var before = ends.Count;
            words.SetText(text[first..stop]);
            words.First();
            for (var next = words.Next(); next != BreakIterator.Done; next = words.Next())
            {
                ends.Add(first + next);
            }

            if (stop < end && ends.Count - before > Unsettled)
            {
                ends.RemoveRange(ends.Count - Unsettled, Unsettled);
            }

            first = ends[^1];
        }

        return ends;
    }

    /// <summary>Each thread goes on with a copy of its own: an iterator holds the text that it divides.</summary>
    private static BreakIterator IteratorOf(UnspacedScript script) =>
        (_own ??= new BreakIterator?[_dictionaries.Length])[(int)script] ??= (BreakIterator)_dictionaries[(int)script].Value.Clone();

    /// <summary>An iterator that has its dictionary, since one thread has divided a sample with it before any copy is made.</summary>
    private static Lazy<BreakIterator> Dictionary(string sample) =>
        new(() =>
        {
            var words = BreakIterator.GetWordInstance(CultureInfo.InvariantCulture);
            words.SetText(sample);
            words.First();
            while (words.Next() != BreakIterator.Done) { }

            return words;
        });
}
