namespace Pipeline.Stages.Attribution.Embed;

/// <summary>One text as a vector of unit length. An instance has one for each response of its conversation, one after the other.</summary>
public sealed class EmbeddingRow
{
    /// <summary>The instance or answered prompt.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Dense vector of Euclidean length 1 (all zero for an empty text); empty when the embedding is sparse.</summary>
    public float[] Vector { get; set; } = [];

    /// <summary>Sparse form: ascending dimensions that are not zero; empty when dense.</summary>
    public int[] Dimensions { get; set; } = [];

    /// <summary>Sparse form: values aligned with <see cref="Dimensions"/>, of Euclidean length 1.</summary>
    public float[] Values { get; set; } = [];

    /// <summary>0-based turn of the response in the instance's conversation, the system message not counted; 0 for an answer.</summary>
    public int Turn { get; set; }
}
