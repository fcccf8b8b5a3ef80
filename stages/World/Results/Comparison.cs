using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>Two sides that differ in one factor while something is held equal.</summary>
/// <param name="Factor">What they differ in.</param>
/// <param name="At">What is held equal.</param>
/// <param name="LearningRate">The rate of both; null for a mean over several, and where each has its own.</param>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
/// <param name="IsSummary">Whether it sums its kind up: the mean over all rates, or the only one.</param>
internal sealed record Comparison(string Factor, string At, double? LearningRate, Side Left, Side Right, bool IsSummary = false)
{
    public const string EqualRate = "equal_rate";
    public const string UsualRate = "usual_rate";
    public const string BestRate = "best_rate";
    public const string ClosestFit = "closest_fit";
    public const string MatchedLoss = "matched_loss";

    public const string Method = "method";
    public const string Style = "style";
    public const string Facts = "facts";
    public const string RowCount = "rows";
    public const string EpochCount = "epochs";

    /// <summary>A measure on both sides; null unless both have it.</summary>
    public (Estimate Left, Estimate Right)? Measure(PromptGroup group, string measure) =>
        Left.Measure(group, measure) is { } left && Right.Measure(group, measure) is { } right ? (left, right) : null;
}
