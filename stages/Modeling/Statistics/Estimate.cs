namespace Pipeline.Modeling.Statistics;

/// <summary>
/// A figure with its values over resamples: what combines estimates combines their resamples one by one, so that figures of the same
/// prompts and seeds stay paired. Intervals are computed once, when one is first asked for; none has zero width: resamples that do not vary
/// say nothing of how far the figure may be off.
/// </summary>
public sealed class Estimate
{
    private readonly double[] _joint;
    private readonly double[] _bySeed;
    private readonly double[] _bySource;
    private readonly (double Low, double High)? _exact;
    private readonly Lazy<(double Low, double High)?> _interval;
    private readonly Lazy<(double Low, double High)?> _seedInterval;
    private readonly Lazy<(double Low, double High)?> _sourceInterval;

    /// <summary>An estimate.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="seeds">Number of seeds behind it.</param>
    /// <param name="joint">Its value over resamples of prompts and, where there are several, seeds; empty where there is one
    /// prompt.</param>
    /// <param name="bySeed">Over resamples of seeds alone; empty for one seed.</param>
    /// <param name="bySource">Over resamples of training rows alone; empty where no training row is counted.</param>
    /// <param name="n">What it is a mean over or a share of.</param>
    /// <param name="exact">
    /// Its exact 95 % interval where all that was counted agrees (none of n, or all), or what is made of one; without an upper end where
    /// there is no limit; null where resamples vary. Prompts are the n, whatever the number of seeds: that one prompt gives the same under
    /// five seeds is not five times the evidence.
    /// </param>
    public Estimate(
        double value,
        int seeds,
        double[] joint,
        double[] bySeed,
        double[] bySource,
        double n,
        (double Low, double High)? exact = null
    )
    {
        (Value, Seeds, N) = (value, seeds, n);
        (_joint, _bySeed, _bySource, _exact) = (joint, bySeed, bySource, exact);
        _interval = new(() => _exact is { High: double.PositiveInfinity } ? null : _exact ?? Bootstrap.Interval(_joint));
        _seedInterval = new(() => _exact is null ? Bootstrap.ExpandedInterval(_bySeed, Seeds) : null);
        _sourceInterval = new(() => Bootstrap.Interval(_bySource));
    }

    /// <summary>The figure.</summary>
    public double Value { get; }

    /// <summary>Number of seeds behind it.</summary>
    public int Seeds { get; }

    /// <summary>What it is a mean over or a share of.</summary>
    public double N { get; }

    /// <summary>Its value over resamples of prompts and, where there are several, seeds; empty where there is one prompt.</summary>
    public IReadOnlyList<double> JointResamples => _joint;

    /// <summary>Its value over resamples of seeds alone; empty for one seed.</summary>
    public IReadOnlyList<double> BySeed => _bySeed;

    /// <summary>Whether its interval is the exact one.</summary>
    public bool IsExact => _exact is { High: < double.PositiveInfinity };

    /// <summary>Its 95 % interval over prompts and seeds; null where it has no upper end, and where resamples do not vary.</summary>
    public (double Low, double High)? Interval => _interval.Value;

    /// <summary>Its 95 % interval over seeds alone, widened for their small number; null where all agree.</summary>
    public (double Low, double High)? SeedInterval => _seedInterval.Value;

    /// <summary>Its 95 % interval over training rows alone; null where they do not vary.</summary>
    public (double Low, double High)? SourceInterval => _sourceInterval.Value;

    /// <summary>The interval that combines with another's: what has no upper end is taken as it is.</summary>
    private (double Low, double High)? Ends => Interval ?? (_exact is null ? null : (Value, Value));

    /// <summary>Whether the interval lies wholly above or wholly below a point.</summary>
    public bool Excludes(double point) => Interval is { } found && (found.Low > point || found.High < point);

    /// <summary>The difference to another.</summary>
    public Estimate Subtract(Estimate other) => With(other, (left, right) => left - right, CombinedInterval.Difference);

    /// <summary>The quotient by another; NaN where that is 0.</summary>
    public Estimate Divide(Estimate other) =>
        With(other, (left, right) => right == 0 ? double.NaN : left / right, CombinedInterval.Quotient);

    /// <summary>The sum of estimates, each times its weight. Exact intervals add up end by end, as if their figures varied
    /// together.</summary>
    public static Estimate Sum(IReadOnlyList<(Estimate Part, double Weight)> parts) =>
        parts
            .Skip(1)
            .Aggregate(
                parts[0].Part.Multiply(parts[0].Weight),
                (sum, part) =>
                    sum.With(
                        part.Part.Multiply(part.Weight),
                        (left, right) => left + right,
                        (_, left, _, right) => (left.Low + right.Low, left.High + right.High)
                    )
            );

    /// <summary>One of several estimates, another in every resample: what a choice that was made by the same prompts gives.</summary>
    /// <param name="estimates">What there was to choose from; null where nothing was counted.</param>
    /// <param name="chosen">The choice.</param>
    /// <param name="joint">The choice in each resample of prompts and seeds.</param>
    /// <param name="bySeed">The choice in each resample of seeds.</param>
    public static Estimate? Choose(IReadOnlyList<Estimate?> estimates, int chosen, IReadOnlyList<int> joint, IReadOnlyList<int> bySeed)
    {
        if (estimates[chosen] is not { } one)
        {
            return null;
        }

        double[] Resampled(IReadOnlyList<int> choices, Func<Estimate, double[]> select) =>
            select(one).Length == 0
                ? []
                :
                [
                    .. choices.Select(
                        (choice, r) =>
                            estimates[choice] is not { } other ? double.NaN
                            : select(other) is { Length: > 0 } values ? values[r]
                            : other.Value
                    ),
                ];
        return joint.All(choice => choice == chosen) && bySeed.All(choice => choice == chosen)
            ? one
            : new Estimate(
                one.Value,
                one.Seeds,
                Resampled(joint, estimate => estimate._joint),
                Resampled(bySeed, estimate => estimate._bySeed),
                one._bySource,
                one.N,
                one._exact
            );
    }

    private Estimate Multiply(double weight)
    {
        double[] Scaled(double[] values) => [.. values.Select(value => value * weight)];
        return new Estimate(
            Value * weight,
            Seeds,
            Scaled(_joint),
            Scaled(_bySeed),
            Scaled(_bySource),
            N,
            _exact is { } exact ? (exact.Low * weight, exact.High * weight) : null
        );
    }

    private Estimate With(
        Estimate other,
        Func<double, double, double> combine,
        Func<double, (double Low, double High), double, (double Low, double High), (double Low, double High)> combineIntervals
    ) =>
        new(
            combine(Value, other.Value),
            Math.Min(Seeds, other.Seeds),
            _joint.Length == 0 || other._joint.Length == 0 ? [] : Pair(_joint, Value, other._joint, other.Value, combine),
            Pair(_bySeed, Value, other._bySeed, other.Value, combine),
            Pair(_bySource, Value, other._bySource, other.Value, combine),
            N + other.N,
            (_exact ?? other._exact) is not null && Ends is { } own && other.Ends is { } others
                ? combineIntervals(Value, own, other.Value, others)
                : null
        );

    /// <summary>Resample by resample; what has no resamples of seeds or rows does not vary in them.</summary>
    private static double[] Pair(
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
