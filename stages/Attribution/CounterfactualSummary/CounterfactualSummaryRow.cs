using Pipeline.Stages.Attribution.Counterfactual;

namespace Pipeline.Stages.Attribution.CounterfactualSummary;

/// <summary>
/// One figure about a model's borrowed spans under one arm; the table <c>summary.parquet</c>. Intervals are 95 % bootstrap intervals, once
/// over prompts and once over source rows: few rows supply many spans, so the second is the wider as a rule.
/// </summary>
public sealed class CounterfactualSummaryRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "summary.parquet";

    /// <summary>The model, or, over all seeds together, what its seeds share.</summary>
    public string Model { get; set; } = "";

    /// <summary>Under which model.</summary>
    public CounterfactualArm Arm { get; set; }

    /// <summary>What it is compared with: <c>full</c>, or for a paired difference the placebo arm <c>random</c> or
    /// <c>similar</c>.</summary>
    public CounterfactualArm Against { get; set; }

    /// <summary>What is said of the spans.</summary>
    public CounterfactualMeasure Measure { get; set; }

    /// <summary>Its value; null without spans.</summary>
    public double? Value { get; set; }

    /// <summary>Lower end of its interval over prompts; null for fewer than two.</summary>
    public double? PromptLow { get; set; }

    /// <summary>Upper end of its interval over prompts.</summary>
    public double? PromptHigh { get; set; }

    /// <summary>Lower end of its interval over source rows; null for fewer than two.</summary>
    public double? SourceLow { get; set; }

    /// <summary>Upper end of its interval over source rows.</summary>
    public double? SourceHigh { get; set; }

    /// <summary>
    /// Whether the intervals are exact instead of bootstraps', or made of exact ones: of a share no span counts, or all do. Their n is the
    /// number of prompts, and of source rows.
    /// </summary>
    public bool Exact { get; set; }

    /// <summary>Number of spans.</summary>
    public int Spans { get; set; }

    /// <summary>Prompts whose answers hold them.</summary>
    public int Prompts { get; set; }

    /// <summary>Source rows that they are attributed to.</summary>
    public int SourceRows { get; set; }

    /// <summary>Rows that the arm was trained without; over several seeds the mean.</summary>
    public double ExcludedRows { get; set; }
}
