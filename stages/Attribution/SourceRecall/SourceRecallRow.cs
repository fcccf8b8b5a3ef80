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

    /// <summary>The way: <c>hidden_state</c>, <c>tfidf</c>, <c>bm25</c>, <c>exact_span</c>; or <c>random</c>, what a random order of all
    /// rows gives in the mean.</summary>
    public string Method { get; set; } = "";

    /// <summary>What was searched with: <c>prompt_and_answer</c>, <c>answer</c>, <c>span</c>; empty for <c>random</c>.</summary>
    public string Query { get; set; } = "";

    /// <summary>What: <c>recall_at_1</c>, <c>recall_at_10</c> (shares of spans), <c>mrr</c> (mean of 1 / rank; 0 for a source that was not
    /// retrieved).</summary>
    public string Measure { get; set; } = "";

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
