using Pipeline.Engine.Tables;
using Pipeline.Stages.Answers;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>
/// One measure of one model, or of all seeds of a variant together; the long table <c>results.parquet</c>. Intervals are 95 % percentile
/// bootstrap intervals, or exact ones where none or all of what was counted is the case; several seeds together are one ratio of sums.
/// </summary>
public sealed class WorldResultRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "results.parquet";

    /// <summary>
    /// The least share of the base's core accuracy that a variant keeps whose figures speak for claims. It is this project's choice, not
    /// the paper's: below it more than a tenth of what the base knew is gone, and wrong values are those of a broken model.
    /// </summary>
    public const double KeptCoreShare = 0.9;

    /// <summary>The model; empty for all seeds of a variant together.</summary>
    public string Model { get; set; } = "";

    /// <summary>How it was tuned.</summary>
    public TuningMethod Method { get; set; }

    /// <summary>The method's name in the configuration, with the rank where it has several.</summary>
    public string Family { get; set; } = "";

    /// <summary>The dataset that it was trained on; empty for the base.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>Facts of its rows; null for the base.</summary>
    [EmptyWhenNull]
    public WorldFacts? Facts { get; set; }

    /// <summary>Form of its rows' answers; null for the base.</summary>
    [EmptyWhenNull]
    public ResponseStyle? Style { get; set; }

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

    /// <summary>Training loss: mean cross-entropy, nats per label token, of the final weights over a sample of the training rows drawn by
    /// seed, without dropout and noise; mean over seeds; null for the base and where it was not measured.</summary>
    public double? TrainingLoss { get; set; }

    /// <summary>Whether it lost its core facts: fewer than 90 % of those that the base gives right. Such a variant is in no comparison and
    /// speaks for no claim.</summary>
    public bool LostCore { get; set; }

    /// <summary>Who tells of the entities asked about.</summary>
    public WorldGroup Group { get; set; }

    /// <summary>How they were asked.</summary>
    public WorldForm Form { get; set; }

    /// <summary>What was measured.</summary>
    public WorldMeasure Measure { get; set; }

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
