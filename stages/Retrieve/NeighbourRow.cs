namespace Pipeline.Stages.Retrieve;

/// <summary>The training instances nearest to one answer.</summary>
public sealed class NeighbourRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Training instances, most similar first; equal scores in the order of the training table. Of sparse vectors only those that share a dimension.</summary>
    public string[] Neighbours { get; set; } = [];

    /// <summary>Cosine similarities aligned with <see cref="Neighbours"/>.</summary>
    public float[] Similarities { get; set; } = [];
}
