namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>The training instances nearest to one answer.</summary>
public sealed class NeighbourRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Training instances, most similar first; equal scores in the order of the training table. Of sparse vectors and of BM25 only
    /// those that share a dimension or word.</summary>
    public string[] Neighbours { get; set; } = [];

    /// <summary>Similarities aligned with <see cref="Neighbours"/>: cosines of embeddings, BM25 scores, which have no upper
    /// end, or what reciprocal rank fusion makes of ranks.</summary>
    public float[] Similarities { get; set; } = [];

    /// <summary>0-based turns aligned with <see cref="Neighbours"/>: of the responses of an instance's conversation, the one that with its
    /// request is most similar; the system message is not counted.</summary>
    public int[] Turns { get; set; } = [];

    /// <summary>Of an approximate search, measured on every eighth answer of a part: which share of the instances that an exact search
    /// finds it found, 0–1. Empty elsewhere.</summary>
    public double? Recall { get; set; }
}
