using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>
/// One measure of two sides that differ in one factor; the table <c>contrasts.parquet</c>. Both sides answered the same prompts with the
/// same seeds, which are drawn in pairs. Intervals are 95 % percentile bootstrap intervals over prompts and, where there are several, seeds
/// together. Variants that lost their core facts are on no side.
/// </summary>
public sealed class WorldContrastRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "contrasts.parquet";

    /// <summary>What the sides differ in.</summary>
    public ContrastFactor Factor { get; set; }

    /// <summary>What is held equal.</summary>
    public ComparedAt At { get; set; }

    /// <summary>The learning rate of the comparison; null for an average over several, and where the sides have their own.</summary>
    public double? LearningRate { get; set; }

    /// <summary>Whether it sums up its kind: the mean over all rates, or the only comparison.</summary>
    public bool Summary { get; set; }

    /// <summary>The left side, as method, dataset, rates.</summary>
    public string Left { get; set; } = "";

    /// <summary>The right side.</summary>
    public string Right { get; set; } = "";

    /// <summary>Training loss of the left side, nats; of several models the mean.</summary>
    public double? LeftLoss { get; set; }

    /// <summary>Training loss of the right side, nats; of several models the mean.</summary>
    public double? RightLoss { get; set; }

    /// <summary>Number of seeds.</summary>
    public int Seeds { get; set; }

    /// <summary>Who tells of the entities asked about.</summary>
    public WorldGroup Group { get; set; }

    /// <summary>How they were asked.</summary>
    public WorldForm Form { get; set; }

    /// <summary>The measure, as in the results.</summary>
    public WorldMeasure Measure { get; set; }

    /// <summary>Its value on the left.</summary>
    public double LeftValue { get; set; }

    /// <summary>Its value on the right.</summary>
    public double RightValue { get; set; }

    /// <summary>Left minus right.</summary>
    public double Difference { get; set; }

    /// <summary>Lower end of the difference's interval.</summary>
    public double? DifferenceLow { get; set; }

    /// <summary>Upper end of the difference's interval.</summary>
    public double? DifferenceHigh { get; set; }

    /// <summary>Whether that interval is made of an exact one: nothing that was counted on a side is the case, or everything.</summary>
    public bool Exact { get; set; }

    /// <summary>Left over right; null where the right side is 0 or not to be told from it.</summary>
    public double? Ratio { get; set; }

    /// <summary>Lower end of the quotient's interval.</summary>
    public double? RatioLow { get; set; }

    /// <summary>Upper end of the quotient's interval.</summary>
    public double? RatioHigh { get; set; }
}
