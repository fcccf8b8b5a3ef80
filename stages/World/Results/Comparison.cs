using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>Two sides that differ in one factor while something is held equal.</summary>
/// <param name="Factor">What they differ in.</param>
/// <param name="At">What is held equal.</param>
/// <param name="LearningRate">The rate of both; null for a mean over several, and where each has its own.</param>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
/// <param name="IsSummary">Whether it sums its kind up: the mean over all rates, or the only one.</param>
internal sealed record Comparison(ContrastFactor Factor, ComparedAt At, double? LearningRate, Side Left, Side Right, bool IsSummary = false)
{
    /// <summary>A measure on both sides; null unless both have it.</summary>
    public (Estimate Left, Estimate Right)? Measure(PromptGroup group, WorldMeasure measure) =>
        Left.Measure(group, measure) is { } left && Right.Measure(group, measure) is { } right ? (left, right) : null;
}
