using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>
/// The share of a model's wrong spans that come from a training row, by level, beside the same share of right spans and of windows of
/// unmarked words; the table <c>shares.parquet</c>. Intervals are 95 % intervals over prompts.
/// </summary>
public sealed class WrongSpanShareRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "shares.parquet";

    /// <summary>The model.</summary>
    public string Model { get; set; } = "";

    /// <summary>Who marked the spans.</summary>
    public MarkOrigin Origin { get; set; }

    /// <summary>Which spans.</summary>
    public SpanGroup Group { get; set; }

    /// <summary>The least level of the judged span that they come from: 1 it stands in a row and not in the prompt, 2 to 4 as the judged
    /// spans' column says. Spans whose row no retraining left out are not of level 4.</summary>
    public int Level { get; set; }

    /// <summary>Number of spans.</summary>
    public int Spans { get; set; }

    /// <summary>Prompts whose answers hold them.</summary>
    public int Prompts { get; set; }

    /// <summary>Those of them on which annotators disagree.</summary>
    public int Disputed { get; set; }

    /// <summary>Those that come from a row.</summary>
    public int FromRows { get; set; }

    /// <summary>Those that come from none but share their words with a row whose request is nearly the prompt: contamination, which is not
    /// counted as coming from a row.</summary>
    public int Contaminated { get; set; }

    /// <summary>Those that come from a row over all, 0–1; null without spans, and where the level was not measured.</summary>
    public double? Share { get; set; }

    /// <summary>Lower end of its interval; null for fewer than two prompts.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }

    /// <summary>Whether the interval is the exact one instead of a bootstrap's: no span comes from a row, or all do.</summary>
    public bool Exact { get; set; }

    /// <summary>The share of wrong spans less this one; null for the wrong spans, and where either is not known.</summary>
    public double? WrongExcess { get; set; }

    /// <summary>Lower end of its interval, over prompts that are drawn together for both.</summary>
    public double? WrongExcessLow { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? WrongExcessHigh { get; set; }

    /// <summary>Whether that interval is made of an exact one.</summary>
    public bool WrongExcessExact { get; set; }
}
