using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution;

/// <summary>Which spans blame their source rows.</summary>
internal static class BlamedSpans
{
    /// <summary>The weakest level that can be asked for: a span stands in a row, and not in the prompt.</summary>
    private const int Weakest = 1;

    /// <summary>Whether a span blames its row.</summary>
    /// <param name="span">The span.</param>
    /// <param name="level">The least level: 1 takes whatever stands in a row and not in the prompt, above it only what counts as
    /// borrowed.</param>
    public static bool Blames(this BorrowedSpanRow span, int level) =>
        level <= Weakest ? !span.InPrompt : span.Borrowed && span.Level >= level;
}
