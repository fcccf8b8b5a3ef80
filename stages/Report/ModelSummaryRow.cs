namespace Pipeline.Stages.Report;

/// <summary>One model in figures; the table <c>summary.parquet</c> beside the page.</summary>
public sealed class ModelSummaryRow
{
    /// <summary>The model.</summary>
    public string Model { get; set; } = "";

    /// <summary>base, LFT, SFT or imported.</summary>
    public string Method { get; set; } = "";

    /// <summary>The dataset that it was trained on or is held against.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>Number of answers.</summary>
    public int Answers { get; set; }

    /// <summary>Mean length of an answer, words.</summary>
    public double MeanWords { get; set; }

    /// <summary>Mean ROUGE-L F1 against the references, 0–1; null without references.</summary>
    public double? RougeL { get; set; }

    /// <summary>Mean KL(tuned‖base) over all answer tokens, nats; null for a model without a base.</summary>
    public double? MeanKl { get; set; }

    /// <summary>Lower end of its 95 % bootstrap interval over answers, nats.</summary>
    public double? MeanKlLow { get; set; }

    /// <summary>Upper end of its 95 % bootstrap interval over answers, nats.</summary>
    public double? MeanKlHigh { get; set; }

    /// <summary>Share of tokens with base rank 1, 0–1.</summary>
    public double? Unshifted { get; set; }

    /// <summary>Share of tokens with base rank 2 or 3, 0–1.</summary>
    public double? Marginal { get; set; }

    /// <summary>Share of tokens with a base rank above 3, 0–1.</summary>
    public double? Shifted { get; set; }

    /// <summary>Borrowed spans per 1,000 answer words; null where there is nothing to compare with.</summary>
    public double? BorrowedPerThousand { get; set; }

    /// <summary>The same rate for the control's answers against the same rows; null without a control.</summary>
    public double? ControlPerThousand { get; set; }

    /// <summary>Difference of the two rates: what training on the rows added.</summary>
    public double? Excess { get; set; }

    /// <summary>Lower end of the excess's 95 % bootstrap interval over prompts.</summary>
    public double? ExcessLow { get; set; }

    /// <summary>Upper end of the excess's 95 % bootstrap interval over prompts.</summary>
    public double? ExcessHigh { get; set; }
}
