namespace Pipeline.Stages.Answers.Judge;

/// <summary>Offline scores of one answer. Scores that need a reference are null without one, never zero.</summary>
public sealed class JudgementRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model that answered.</summary>
    public string Model { get; set; } = "";

    /// <summary>Length of the answer, characters as a reader counts them (grapheme clusters).</summary>
    public int Characters { get; set; }

    /// <summary>Length of the answer, words.</summary>
    public int Words { get; set; }

    /// <summary>Length of the answer, sentences.</summary>
    public int Sentences { get; set; }

    /// <summary>Length of the reference, words; null without one.</summary>
    public int? ReferenceWords { get; set; }

    /// <summary>Unigram F1 of case-folded words against the reference, 0–1; null without one.</summary>
    public double? TokenF1 { get; set; }

    /// <summary>ROUGE-L F1 (longest common subsequence of words) against the reference, 0–1; null without one.</summary>
    public double? RougeL { get; set; }

    /// <summary>Share of the answer's runs of words (of four, unless set otherwise) that occurred earlier in it, 0–1: degenerate
    /// repetition.</summary>
    public double Repetition { get; set; }
}
