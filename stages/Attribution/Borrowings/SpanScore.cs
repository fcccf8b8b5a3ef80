using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>
/// What spans are ordered by. Length, the number of rows that hold a span and similarity decide nothing: among few rows every phrase is
/// rare, and style is long.
/// </summary>
internal static class SpanScore
{
    /// <summary>The surprisal under the base where it was measured, else that under the corpus; nats. Null where neither was.</summary>
    public static double? Find(BorrowedSpanRow span) => span.BaseSurprisal ?? span.CorpusSurprisal;

    /// <summary>Whether a span competes at all: what the prompt says needs no other source.</summary>
    public static bool Competes(BorrowedSpanRow span) => !span.InPrompt && Find(span) is not null;
}
