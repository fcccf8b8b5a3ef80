namespace Pipeline.Stages.Data.Ingest;

/// <summary>Where an instance came from. Kept apart from the instances so that a row inserted above them changes no instance
/// part.</summary>
public sealed class SourceRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "sources.parquet";

    /// <summary>The instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>The dataset file as the configuration spells it.</summary>
    public string File { get; set; } = "";

    /// <summary>1-based row: array element, JSON line or Parquet row.</summary>
    public long RowNumber { get; set; }

    /// <summary>A judge's score of the instance, where the configuration maps a field of the file to it; else null.</summary>
    public double? Score { get; set; }
}
