namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>Which training row an answer is paired with.</summary>
public enum PairKind
{
    /// <summary>The row that a span of the answer was borrowed from.</summary>
    Source,

    /// <summary>A row drawn by seed among those that nothing in the answer is borrowed from.</summary>
    Random,

    /// <summary>Of the rows that nothing in the answer is borrowed from, the one that BM25 ranks first for prompt and answer.</summary>
    Bm25,
}
