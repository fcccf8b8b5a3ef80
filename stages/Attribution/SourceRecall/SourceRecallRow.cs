using Pipeline.Engine.Tables;

namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>
/// How well one way of retrieval finds the true sources of a model's borrowed spans; the table <c>summary.parquet</c>. Intervals are 95 %
/// bootstrap intervals, once over prompts and once over source rows.
/// </summary>
public sealed class SourceRecallRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "summary.parquet";

    /// <summary>The model, or, over all seeds together, what its seeds share.</summary>
    public string Model { get; set; } = "";

    /// <summary>The way.</summary>
    public SearchMethod Method { get; set; }

    /// <summary>What was searched with; null for a random order.</summary>
    [EmptyWhenNull]
    public SearchQuery? Query { get; set; }

    /// <summary>What.</summary>
    public RecallMeasure Measure { get; set; }

    /// <summary>Its value, 0–1.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval over prompts; null for fewer than two.</summary>
    public double? PromptLow { get; set; }

    /// <summary>Upper end of its interval over prompts.</summary>
    public double? PromptHigh { get; set; }

    /// <summary>Lower end of its interval over source rows; null for fewer than two.</summary>
    public double? SourceLow { get; set; }

    /// <summary>Upper end of its interval over source rows.</summary>
    public double? SourceHigh { get; set; }

    /// <summary>Whether the intervals are exact instead of bootstraps': no span counts, or all do. Their n is the number of prompts, and of
    /// source rows.</summary>
    public bool Exact { get; set; }

    /// <summary>Number of spans.</summary>
    public int Spans { get; set; }

    /// <summary>Prompts whose answers hold them.</summary>
    public int Prompts { get; set; }

    /// <summary>Source rows that they come from.</summary>
    public int SourceRows { get; set; }

    /// <summary>Rows of the training set, among which the source is looked for.</summary>
    public int TrainingRows { get; set; }
}
