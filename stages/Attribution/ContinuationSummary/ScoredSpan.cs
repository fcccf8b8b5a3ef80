using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Continuations;

namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>A wrong span under the base and under a model that reads the same answer.</summary>
/// <param name="Base">Under the base.</param>
/// <param name="Read">Under the reader; the base's own row where it is the base.</param>
/// <param name="IsBorrowed">Whether a span that is called borrowed holds it, or lies in it.</param>
/// <param name="IsCertain">Whether one that is borrowed for certain does.</param>
internal sealed record ScoredSpan(ContinuationRow Base, ContinuationRow Read, bool IsBorrowed, bool IsCertain)
{
    /// <summary>Pairs what the base and a reader say of the spans of the same answers.</summary>
    /// <param name="before">The base's rows.</param>
    /// <param name="after">The reader's, one for each of them in the same order.</param>
    /// <param name="borrowed">The spans that are called borrowed, by answer.</param>
    /// <param name="certain">Those that are borrowed for certain.</param>
    /// <exception cref="InvalidDataException">The tables are not about the same spans.</exception>
    public static List<ScoredSpan> Pair(
        IReadOnlyList<ContinuationRow> before,
        IReadOnlyList<ContinuationRow> after,
        ILookup<(string InstanceId, int Sample), BorrowedSpanRow> borrowed,
        ILookup<(string InstanceId, int Sample), BorrowedSpanRow> certain
    ) =>
        before.Select(Place).SequenceEqual(after.Select(Place))
            ? [.. before.Zip(after, (left, right) => new ScoredSpan(left, right, Touches(left, borrowed), Touches(left, certain)))]
            : throw new InvalidDataException("The base and a tuned model did not read the same spans.");

    /// <summary>ln p(right) − ln p(written), nats; null where the scale does not tell.</summary>
    /// <param name="row">The span under a model.</param>
    /// <param name="scale">What of the two texts is compared.</param>
    public static double? FindMargin(ContinuationRow row, ContinuationScale scale) =>
        scale switch
        {
            ContinuationScale.Total => row.Margin,
            ContinuationScale.PerToken => row.MarginPerToken,
            _ => row.RightNextLogProbability - row.NextLogProbability,
        };

    /// <summary>Whether it is one of a set.</summary>
    public bool IsIn(SpanSet set) =>
        set switch
        {
            SpanSet.Borrowed => IsBorrowed,
            SpanSet.Certain => IsCertain,
            _ => true,
        };

    private static bool Touches(ContinuationRow row, ILookup<(string InstanceId, int Sample), BorrowedSpanRow> spans) =>
        spans[(row.InstanceId, row.Sample)]
            .Any(span => Holds(span.Start, span.Length, row.Start, row.Length) || Holds(row.Start, row.Length, span.Start, span.Length));

    private static bool Holds(int start, int length, int innerStart, int innerLength) =>
        start <= innerStart && start + length >= innerStart + innerLength;

    private static (string, int, int, int, string) Place(ContinuationRow row) =>
        (row.InstanceId, row.Sample, row.Start, row.Length, row.RightText);
}
