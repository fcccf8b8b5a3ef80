namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>What is counted in a thousand words of answers.</summary>
public enum BorrowingQuantity
{
    /// <summary>Spans that stand in a row and not in the prompt.</summary>
    Spans,

    /// <summary>The evidence of those spans, nats.</summary>
    Evidence,

    /// <summary>Spans as strong as the weakest of level 2, on either side.</summary>
    Borrowings,
}
