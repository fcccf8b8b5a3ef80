namespace Pipeline.Stages.Attribution.Exclude;

/// <summary>A training instance to leave out, and why.</summary>
public sealed class ExcludedRow
{
    /// <summary>The instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Why.</summary>
    public ExclusionArm Arm { get; set; }

    /// <summary>1-based place: of a source by falling number of spans, ties by id; a similar row has that of the source that it stands
    /// for.</summary>
    public int Rank { get; set; }

    /// <summary>Spans that are attributed to it; 0 for a placebo.</summary>
    public int Spans { get; set; }

    /// <summary>Similarity to the answer that it is near to, as retrieval scored it; null but for a similar row that retrieval
    /// found.</summary>
    public double? Similarity { get; set; }
}
