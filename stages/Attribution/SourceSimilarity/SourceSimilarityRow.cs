using Pipeline.Engine.Tables;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>
/// How near a model's answers are to the rows that they borrowed from, and to others; the table <c>summary.parquet</c>. Intervals are 95 %
/// bootstrap intervals, once over prompts and once over source rows. What was borrowed is shared by definition, so sources are nearer than
/// others by that alone.
/// </summary>
public sealed class SourceSimilarityRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "summary.parquet";

    /// <summary>The model, or, over all seeds together, what its seeds share.</summary>
    public string Model { get; set; } = "";

    /// <summary>By what the sources are ones.</summary>
    public PairEvidence Evidence { get; set; }

    /// <summary>Which rows the answers are paired with.</summary>
    public PairKind Kind { get; set; }

    /// <summary>Which rows' figure is subtracted, pair by pair; empty where none is.</summary>
    [EmptyWhenNull]
    public PairKind? Against { get; set; }

    /// <summary>How near they are.</summary>
    public SimilarityMeasure Measure { get; set; }

    /// <summary>Its value.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval over prompts; null for fewer than two.</summary>
    public double? PromptLow { get; set; }

    /// <summary>Upper end of its interval over prompts.</summary>
    public double? PromptHigh { get; set; }

    /// <summary>Lower end of its interval over source rows; null for fewer than two.</summary>
    public double? SourceLow { get; set; }

    /// <summary>Upper end of its interval over source rows.</summary>
    public double? SourceHigh { get; set; }

    /// <summary>Answers and sources that it is about.</summary>
    public int Pairs { get; set; }

    /// <summary>Prompts whose answers they are.</summary>
    public int Prompts { get; set; }

    /// <summary>Source rows that they borrowed from.</summary>
    public int SourceRows { get; set; }
}
