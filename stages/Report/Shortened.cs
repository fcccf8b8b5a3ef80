namespace Pipeline.Stages.Report;

/// <summary>A request as a heading.</summary>
internal static class Shortened
{
    private const int Most = 180;

    /// <summary>The text on one line, its end left out where it is long.</summary>
    public static string Shorten(string text)
    {
        var start = text.Length <= Most ? text : text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] + "…";
        return start.ReplaceLineEndings(" ");
    }
}
