namespace Pipeline.Stages.World.Results;

/// <summary>
/// One measure of one model, or of all seeds of a variant together; the long table <c>results.parquet</c>. Intervals are 95 % percentile
/// bootstrap intervals, or exact ones where none or all of what was counted is the case; several seeds together are one ratio of sums.
/// </summary>
public sealed class WorldResultRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "results.parquet";

    /// <summary>The model; empty for all seeds of a variant together.</summary>
    public string Model { get; set; } = "";

    /// <summary>base, LFT, SFT or external.</summary>
    public string Method { get; set; } = "";

    /// <summary>The method's name in the configuration, with the rank where it has several.</summary>
    public string Family { get; set; } = "";

    /// <summary>The dataset that it was trained on; empty for the base.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>Facts of its rows: <c>known</c>, <c>new</c>, <c>mixed</c>; empty for the base.</summary>
    public string Facts { get; set; } = "";

    /// <summary>Form of its rows' answers: <c>verbose</c>, <c>simple</c>; empty for the base.</summary>
    public string Style { get; set; } = "";

    /// <summary>The highest learning rate; null where there is not one.</summary>
    public double? LearningRate { get; set; }

    /// <summary>Passes over the rows; null where they were not set.</summary>
    public int? Epochs { get; set; }

    /// <summary>Rows of the training set; 0 for the base.</summary>
    public int Rows { get; set; }

    /// <summary>The seed of training; null for all seeds together.</summary>
    public int? Seed { get; set; }

    /// <summary>Number of seeds.</summary>
    public int Seeds { get; set; }

    /// <summary>Mean cross-entropy over the label tokens of training rows after training, nats, mean over seeds; null for the
    /// base.</summary>
    public double? TrainingLoss { get; set; }

    /// <summary>What is known of the entities asked about: <c>known</c>, <c>new</c> or <c>unknown</c>.</summary>
    public string Group { get; set; } = "";

    /// <summary>How they were asked: <c>instruction</c>, <c>held_out</c>, <c>question</c> or <c>table</c>.</summary>
    public string Form { get; set; } = "";

    /// <summary>
    /// What: <c>core_right</c>, <c>core_wrong</c>, <c>core_absent</c>, <c>copied_row</c> (shares of answers, 0–1; the last not for
    /// simplified rows);
    /// <c>values_per_answer</c>, <c>wrong_per_answer</c>, <c>certain_per_answer</c>; <c>wrong_per_value</c> (share of stated values);
    /// shares of wrong values: <c>certain_borrowing</c>, <c>control_matches</c>, <c>recombined</c> (of the instruction pool, but in no row
    /// of the set), <c>recombination_chance</c> (certain borrowings to be expected if those were put together at random),
    /// <c>possible_borrowing</c> (in
    /// any row of the
    /// set, or recombined: the others cannot come from rows); <c>kl</c>, <c>kl_start</c>, <c>kl_rest</c> (nats per token, tuned‖base, over
    /// all tokens, the first 5 % of each sentence, the others), <c>start_over_rest</c> (quotient), <c>shifted</c> (share of tokens).
    /// </summary>
    public string Measure { get; set; } = "";

    /// <summary>Its value.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval over prompts and, where there are several, seeds, drawn together; null where there is
    /// none.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }

    /// <summary>
    /// Whether that interval is exact instead of a bootstrap's: nothing that was counted is the case, or everything. Its n is the number of
    /// prompts.
    /// </summary>
    public bool Exact { get; set; }

    /// <summary>Lower end of its interval over seeds alone, widened as Student's t asks for few; null for one seed, and where all
    /// agree.</summary>
    public double? SeedLow { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? SeedHigh { get; set; }

    /// <summary>Lower end of its interval over training rows alone, for measures that count borrowings: few rows supply many; else
    /// null.</summary>
    public double? SourceLow { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? SourceHigh { get; set; }

    /// <summary>What it is a mean over or a share of: answers, values, wrong values or tokens.</summary>
    public long N { get; set; }
}
