namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>How near an answer and a row are.</summary>
public enum SimilarityMeasure
{
    /// <summary>Cosine of the embeddings of request and response, mean over pairs.</summary>
    Cosine,

    /// <summary>Share of the answer's keyword n-grams that the row has, n from 1 to 3, mean over pairs; 0–1.</summary>
    KeywordOverlap,
}
