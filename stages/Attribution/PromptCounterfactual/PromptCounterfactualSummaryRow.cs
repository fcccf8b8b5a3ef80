namespace Pipeline.Stages.Attribution.PromptCounterfactual;

/// <summary>
/// One figure about a model's borrowed spans under rephrased prompts; the table <c>summary.parquet</c>. All are over the spans that were
/// measured under both kinds of rephrasing; a span with several of a kind counts by the share of them. Intervals are 95 % bootstrap
/// intervals, once over prompts and once over source rows.
/// </summary>
public sealed class PromptCounterfactualSummaryRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "summary.parquet";

    /// <summary>The model, or, over all seeds together, what its seeds share.</summary>
    public string Model { get; set; } = "";

    /// <summary>What is said of the spans.</summary>
    public PromptCounterfactualMeasure Measure { get; set; }

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

    /// <summary>Prompts whose answers borrowed and that have no rephrasing without the concept: they share no content word with the request
    /// of the source row, or no other word fits; over several seeds the sum.</summary>
    public int PromptsWithoutConcept { get; set; }
}
