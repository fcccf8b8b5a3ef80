namespace Pipeline.Stages.Data.Filter;

/// <summary>The score of one instance and what came of it; the table <c>scores.parquet</c> beside the filtered instances.</summary>
public sealed class QualityScoreRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "scores.parquet";

    /// <summary>The instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Its score, in the unit of what the filter goes by.</summary>
    public double Score { get; set; }

    /// <summary>Whether it stayed.</summary>
    public bool Kept { get; set; }
}
