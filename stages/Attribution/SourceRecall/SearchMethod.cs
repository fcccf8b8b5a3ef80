namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>A way to look for the row that a span was borrowed from.</summary>
public enum SearchMethod
{
    /// <summary>Retrieval by the base model's mean hidden states.</summary>
    HiddenState,

    /// <summary>Retrieval by weighted words as vectors.</summary>
    Tfidf,

    /// <summary>Retrieval by shared words, ranked by BM25.</summary>
    Bm25,

    /// <summary>Retrieval by a sentence encoder's vectors.</summary>
    Sentence,

    /// <summary>Retrieval by several ways together, by reciprocal rank fusion.</summary>
    Fusion,

    /// <summary>The rows whose response holds the span, in the order of the table.</summary>
    ExactSpan,

    /// <summary>What a random order of all rows gives in the mean; computed, not drawn.</summary>
    Random,
}
