using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>
/// One figure of one shift table: a mean over the tokens of a slice, with its interval; the table <c>statistics.parquet</c>. Figure 1 of
/// the paper is the slice <c>all</c> by <see cref="TrainingInstances"/>, figure 4 the slices <c>sentence_start</c> and
/// <c>sentence_rest</c>.
/// </summary>
public sealed class ShiftStatisticRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "statistics.parquet";

    /// <summary>The tuned model's name.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model on the base's side: <c>base</c>, or another tuned one.</summary>
    public string Reference { get; set; } = "";

    /// <summary>How it was tuned. The rows of the base itself show what the prompt alone changes: nothing under <c>same</c>, the template
    /// under <c>bare</c>.</summary>
    public TuningMethod Method { get; set; }

    /// <summary>The dataset that it was trained on; empty where that is not known.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>What it is one size of: equal for models that differ in the size of their training set and in their seed only.</summary>
    public string Series { get; set; } = "";

    /// <summary>Rows of that dataset; null where it is not known.</summary>
    public int? TrainingInstances { get; set; }

    /// <summary>The seed of its training; null where it was not trained here.</summary>
    public int? Seed { get; set; }

    /// <summary>What stood around the request for the base.</summary>
    public BaseWrapper Wrapper { get; set; }

    /// <summary>Which tokens.</summary>
    public TokenSlice Slice { get; set; }

    /// <summary>What of them.</summary>
    public TokenMetric Metric { get; set; }

    /// <summary>Its value.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its 95 % interval over instances: a bootstrap's, or of a share of none or all the exact one; null for fewer
    /// than two, and where nothing varies.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }

    /// <summary>Tokens that it is a mean over.</summary>
    public long Tokens { get; set; }

    /// <summary>Instances that these tokens come from.</summary>
    public int Instances { get; set; }
}
