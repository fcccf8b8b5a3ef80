namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>What the scores of each way of retrieval are, in the words in which a person is told.</summary>
public static class RetrievalScores
{
    /// <summary>Weighted shared words: from 0, without an upper end.</summary>
    public const string Bm25 = "BM25 score";

    /// <summary>Of weighted words as vectors, 0–1.</summary>
    public const string Tfidf = "tf-idf cosine";

    /// <summary>Of an encoder's sentence vectors, −1–1.</summary>
    public const string Sentence = "cosine of sentence vectors";

    /// <summary>Of several ways' ranks: Σ 1 / (k + rank), from 0 to the number of ways / (k + 1).</summary>
    public const string Fusion = "reciprocal rank fusion";

    /// <summary>Of mean hidden states, −1–1.</summary>
    public const string HiddenState = "cosine of hidden states";
}
