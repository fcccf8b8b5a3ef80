using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.WorldResults;

/// <summary>
/// A figure with its values over resamples: what combines estimates combines their resamples one by one, so that figures of the same prompts and
/// seeds stay paired.
/// </summary>
/// <param name="Value">The figure.</param>
/// <param name="Seeds">Number of seeds behind it.</param>
/// <param name="Together">Its value over resamples of prompts and, where there are several, seeds; empty where there is one prompt.</param>
/// <param name="BySeed">Over resamples of seeds alone; empty for one seed.</param>
/// <param name="BySource">Over resamples of training rows alone; empty where no training row is counted.</param>
/// <param name="N">What it is a mean over or a share of.</param>
internal sealed record Estimate(double Value, int Seeds, double[] Together, double[] BySeed, double[] BySource, double N)
{
    /// <summary>Its 95 % interval over prompts and seeds.</summary>
    public (double Low, double High)? Interval => Bootstrap.Interval(Together);

    /// <summary>Its 95 % interval over seeds alone.</summary>
    public (double Low, double High)? SeedInterval => Bootstrap.Interval(BySeed);

    /// <summary>Its 95 % interval over training rows alone.</summary>
    public (double Low, double High)? SourceInterval => Bootstrap.Interval(BySource);

    /// <summary>The difference to another.</summary>
    public Estimate Minus(Estimate other) => With(other, (left, right) => left - right);

    /// <summary>The quotient by another; NaN where that is 0.</summary>
    public Estimate Over(Estimate other) => With(other, (left, right) => right == 0 ? double.NaN : left / right);

    /// <summary>The sum of estimates, each times its weight.</summary>
    public static Estimate Sum(IReadOnlyList<(Estimate Of, double Weight)> parts) => parts.Skip(1).Aggregate(
        parts[0].Of.Times(parts[0].Weight), (sum, part) => sum.With(part.Of.Times(part.Weight), (left, right) => left + right));

    private Estimate Times(double weight)
    {
        double[] Scaled(double[] values) => [.. values.Select(value => value * weight)];
        return this with { Value = Value * weight, Together = Scaled(Together), BySeed = Scaled(BySeed), BySource = Scaled(BySource) };
    }

    private Estimate With(Estimate other, Func<double, double, double> combine) => new(
        combine(Value, other.Value),
        Math.Min(Seeds, other.Seeds),
        Paired(Together, Value, other.Together, other.Value, combine),
        Paired(BySeed, Value, other.BySeed, other.Value, combine),
        Paired(BySource, Value, other.BySource, other.Value, combine),
        N + other.N);

    /// <summary>What has no resamples of a sort does not vary in it.</summary>
    private static double[] Paired(double[] left, double leftValue, double[] right, double rightValue, Func<double, double, double> combine) =>
        [.. Enumerable.Range(0, Math.Max(left.Length, right.Length)).Select(i => combine(left.Length == 0 ? leftValue : left[i], right.Length == 0 ? rightValue : right[i]))];
}
