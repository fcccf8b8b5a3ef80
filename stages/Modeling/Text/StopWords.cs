namespace Pipeline.Modeling.Text;

/// <summary>English function words: a phrase made of them alone says nothing about where it came from.</summary>
public static class StopWords
{
    private static readonly HashSet<string> _words = new(
        """
        a about after all also an and any are as at be because been before being but by can could did do does doing down during each etc for from
        had has have having he her here him his how i if in into is it it's its just like may me might more most my no not of off on one only or
        other our out over own re s same she should so some such t than that the their them then there these they this those through to too under
        until up upon us use used using very was we were what when where which while who whom why will with would you your
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );

    /// <summary>Whether a case-folded word is a function word.</summary>
    public static bool Contains(string key) => _words.Contains(key);
}
