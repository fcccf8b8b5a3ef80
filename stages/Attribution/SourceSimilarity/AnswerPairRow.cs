namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>
/// An answer beside a training row: a row that something in it was borrowed from, or one that it is held against. Of a conversation the
/// exchange counts whose embedding is nearest.
/// </summary>
public sealed class AnswerPairRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>The model that wrote the answer.</summary>
    public string Model { get; set; } = "";

    /// <summary>By what the source is one.</summary>
    public PairEvidence Evidence { get; set; }

    /// <summary>The training instance that something in the answer was borrowed from.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>Which row the answer is paired with.</summary>
    public PairKind Kind { get; set; }

    /// <summary>That row's instance.</summary>
    public string PairedInstanceId { get; set; } = "";

    /// <summary>Cosine of the embeddings of prompt and answer, and of the row's request and response.</summary>
    public double Cosine { get; set; }

    /// <summary>
    /// Of the answer's distinct runs of n keywords within a sentence, the share that the row's request and response have, mean over n from
    /// 1 to 3; n without runs left out; 0–1. Null for an answer without keywords.
    /// </summary>
    public double? KeywordOverlap { get; set; }
}
