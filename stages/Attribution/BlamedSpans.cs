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

    /// <summary>The spans that blame their rows, the strongest evidence first; spans without, such as those that are known for certain,
    /// come last, and ties keep the order of prompt and place.</summary>
    /// <param name="spans">A model's spans.</param>
    /// <param name="level">The least level.</param>
    /// <param name="top">How many at most.</param>
    public static IReadOnlyList<BorrowedSpanRow> ListStrongest(IEnumerable<BorrowedSpanRow> spans, int level, int top) =>
        [
            .. spans
                .Where(span => span.Blames(level))
                .OrderByDescending(span => span.Evidence ?? double.NegativeInfinity)
                .ThenBy(span => span.InstanceId, StringComparer.Ordinal)
                .ThenBy(span => span.Sample)
                .ThenBy(span => span.Start)
                .Take(top),
        ];
}
