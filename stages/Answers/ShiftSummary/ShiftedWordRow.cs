using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>A word that a tuned model often shifts to, as in figure 12 of the paper; the table <c>words.parquet</c>, most often shifted
/// first.</summary>
public sealed class ShiftedWordRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "words.parquet";

    /// <summary>The tuned model's name.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model on the base's side: <c>base</c>, or another tuned one.</summary>
    public string Reference { get; set; } = "";

    /// <summary>What stood around the request for the base.</summary>
    public BaseWrapper Wrapper { get; set; }

    /// <summary>The word, case-folded.</summary>
    public string Word { get; set; } = "";

    /// <summary>Occurrences whose first token is shifted.</summary>
    public int Shifted { get; set; }

    /// <summary>Occurrences whose first token is marginal.</summary>
    public int Marginal { get; set; }

    /// <summary>Occurrences whose first token is unshifted.</summary>
    public int Unshifted { get; set; }

    /// <summary>Shifted occurrences per 1,000 words of the answers.</summary>
    public double PerThousand { get; set; }

    /// <summary>Lower end of its 95 % bootstrap interval over instances; null for fewer than two, and where nothing varies.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }
}
