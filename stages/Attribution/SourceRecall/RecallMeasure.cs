using System.Text.Json.Serialization;

namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>How well true sources are found.</summary>
public enum RecallMeasure
{
    /// <summary>Share of spans whose source is the first row, 0–1.</summary>
    [JsonStringEnumMemberName("recall_at_1")]
    RecallAt1,

    /// <summary>Share of spans whose source is among the first ten rows, 0–1.</summary>
    [JsonStringEnumMemberName("recall_at_10")]
    RecallAt10,

    /// <summary>Mean reciprocal rank: the mean of 1 / rank; 0 for a source that was not retrieved.</summary>
    Mrr,
}
