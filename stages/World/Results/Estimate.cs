using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>
/// A figure with its values over resamples: what combines estimates combines their resamples one by one, so that figures of the same
/// prompts and
/// seeds stay paired.
/// </summary>
/// <param name="Value">The figure.</param>
/// <param name="Seeds">Number of seeds behind it.</param>
/// <param name="JointResamples">Its value over resamples of prompts and, where there are several, seeds; empty where there is one
/// prompt.</param>
/// <param name="BySeed">Over resamples of seeds alone; empty for one seed.</param>
/// <param name="BySource">Over resamples of training rows alone; empty where no training row is counted.</param>
/// <param name="N">What it is a mean over or a share of.</param>
internal sealed record Estimate(double Value, int Seeds, double[] JointResamples, double[] BySeed, double[] BySource, double N)
{
    /// <summary>
    /// Its exact 95 % interval where all that was counted agrees (none of n, or all), or what is made of one; null where resamples vary.
    /// Prompts are
    /// the n, whatever the number of seeds: that one prompt gives the same under five seeds is not five times the evidence.
    /// </summary>
    public (double Low, double High)? Exact { get; init; }

    /// <summary>Whether its interval is the exact one.</summary>
    public bool IsExact => Exact is { High: < double.PositiveInfinity };

    /// <summary>Its 95 % interval over prompts and seeds; null where it has no upper end.</summary>
    public (double Low, double High)? Interval =>
        Exact is { High: double.PositiveInfinity } ? null : Exact ?? Bootstrap.Interval(JointResamples);

    /// <summary>Its 95 % interval over seeds alone, widened for their small number; null where all agree.</summary>
    public (double Low, double High)? SeedInterval => Exact is null ? Bootstrap.ExpandedInterval(BySeed, Seeds) : null;

    /// <summary>Its 95 % interval over training rows alone.</summary>
    public (double Low, double High)? SourceInterval => Bootstrap.Interval(BySource);

    /// <summary>The interval that combines with another's: what has no upper end is taken as it is.</summary>
    private (double Low, double High)? Ends => Interval ?? (Exact is null ? null : (Value, Value));

    /// <summary>The difference to another.</summary>
    public Estimate Subtract(Estimate other) => With(other, (left, right) => left - right, CombinedInterval.Difference);

    /// <summary>The quotient by another; NaN where that is 0.</summary>
    public Estimate Divide(Estimate other) =>
        With(other, (left, right) => right == 0 ? double.NaN : left / right, CombinedInterval.Quotient);

    /// <summary>The sum of estimates, each times its weight. Exact intervals add up end by end, as if their figures varied
    /// together.</summary>
    public static Estimate Sum(IReadOnlyList<(Estimate Of, double Weight)> parts) =>
        parts
            .Skip(1)
            .Aggregate(
                parts[0].Of.Multiply(parts[0].Weight),
                (sum, part) =>
                    sum.With(
                        part.Of.Multiply(part.Weight),
                        (left, right) => left + right,
                        (_, left, _, right) => (left.Low + right.Low, left.High + right.High)
                    )
            );

    /// <summary>One of several estimates, another in every resample: what a choice that was made by the same prompts gives.</summary>
    /// <param name="estimates">What there was to choose from; null where nothing was counted.</param>
    /// <param name="chosen">The choice.</param>
    /// <param name="joint">The choice in each resample of prompts and seeds.</param>
    /// <param name="bySeed">The choice in each resample of seeds.</param>
    public static Estimate? Chosen(IReadOnlyList<Estimate?> estimates, int chosen, IReadOnlyList<int> joint, IReadOnlyList<int> bySeed)
    {
        double[] Resampled(IReadOnlyList<int> choices, Func<Estimate, double[]> of) =>
            estimates[chosen] is { } found && of(found).Length == 0
                ? []
                :
                [
                    .. choices.Select(
                        (choice, r) =>
                            estimates[choice] is not { } other ? double.NaN
                            : of(other) is { Length: > 0 } values ? values[r]
                            : other.Value
                    ),
                ];
        return estimates[chosen] is not { } one ? null
            : joint.All(choice => choice == chosen) && bySeed.All(choice => choice == chosen) ? one
            : one with
            {
                JointResamples = Resampled(joint, estimate => estimate.JointResamples),
                BySeed = Resampled(bySeed, estimate => estimate.BySeed),
            };
    }

    private Estimate Multiply(double weight)
    {
        double[] Scaled(double[] values) => [.. values.Select(value => value * weight)];
        return this with
        {
            Value = Value * weight,
            JointResamples = Scaled(JointResamples),
            BySeed = Scaled(BySeed),
            BySource = Scaled(BySource),
            Exact = Exact is { } exact ? (exact.Low * weight, exact.High * weight) : null,
        };
    }

    private Estimate With(
        Estimate other,
        Func<double, double, double> combine,
        Func<double, (double Low, double High), double, (double Low, double High), (double Low, double High)> combineIntervals
    ) =>
        new(
            combine(Value, other.Value),
            Math.Min(Seeds, other.Seeds),
            Paired(JointResamples, Value, other.JointResamples, other.Value, combine),
            Paired(BySeed, Value, other.BySeed, other.Value, combine),
            Paired(BySource, Value, other.BySource, other.Value, combine),
            N + other.N
        )
        {
            Exact =
                (Exact ?? other.Exact) is not null && Ends is { } own && other.Ends is { } others
                    ? combineIntervals(Value, own, other.Value, others)
                    : null,
        };

    /// <summary>What has no resamples of a sort does not vary in it.</summary>
    private static double[] Paired(
        double[] left,
        double leftValue,
        double[] right,
        double rightValue,
        Func<double, double, double> combine
    ) =>
        [
            .. Enumerable
                .Range(0, Math.Max(left.Length, right.Length))
                .Select(i => combine(left.Length == 0 ? leftValue : left[i], right.Length == 0 ? rightValue : right[i])),
        ];
}
