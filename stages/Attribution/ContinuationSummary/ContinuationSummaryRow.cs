namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>
/// One figure about the wrong spans of a model's answers under one model that reads them; the table <c>summary.parquet</c>. Intervals are
/// 95 % bootstrap intervals over prompts. The answers are the model's own, in which it chose what was written: under itself the order of
/// right and written says nothing, under other models it does.
/// </summary>
public sealed class ContinuationSummaryRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "summary.parquet";

    /// <summary>The model that wrote the answers, or, over all seeds together, what its seeds share.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model that reads them: <c>base</c>, or a tuned one of the same rows and seed; over all seeds what its seeds
    /// share.</summary>
    public string Scorer { get; set; } = "";

    /// <summary>Which spans.</summary>
    public SpanSet Set { get; set; }

    /// <summary>What of the two texts is compared.</summary>
    public ContinuationScale Scale { get; set; }

    /// <summary>What is said of them.</summary>
    public ContinuationMeasure Measure { get; set; }

    /// <summary>Its value.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval over prompts; null for fewer than two, and where it does not vary.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of its interval over prompts.</summary>
    public double? High { get; set; }

    /// <summary>Whether the interval is exact instead of a bootstrap's: of a share no span counts, or all do. Its n is the number of
    /// prompts.</summary>
    public bool Exact { get; set; }

    /// <summary>Number of spans; at the next token those whose texts part.</summary>
    public int Spans { get; set; }

    /// <summary>Prompts whose answers hold them.</summary>
    public int Prompts { get; set; }
}
