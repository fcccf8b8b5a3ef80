using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Figures with resamples, and what is made of several.</summary>
public sealed class EstimateTests
{
    private static readonly double[] _hundred = [.. Enumerable.Range(0, 100).Select(i => (double)i)];

    [Fact]
    public void Intervals_are_percentiles_of_the_resamples_and_null_where_those_do_not_vary()
    {
        var found = new Estimate(50, 5, _hundred, _hundred, [7, 7, 7], 12);

        Assert.Equal((2.0, 96.0), found.Interval);
        Assert.Equal((0.0, 98.0), found.SeedInterval);
        Assert.Null(found.SourceInterval);
        Assert.Equal((50, 5, 12, false), (found.Value, found.Seeds, found.N, found.IsExact));
    }

    [Fact]
    public void An_exact_interval_stands_for_resamples_and_for_seeds()
    {
        var none = new Estimate(0, 5, [0, 0], [0, 0], [], 12, UnanimousShare.None(12));

        Assert.Equal(UnanimousShare.None(12), none.Interval);
        Assert.Null(none.SeedInterval);
        Assert.True(none.IsExact);
        Assert.Null(new Estimate(0, 5, [0, 0], _hundred, [], 12, UnanimousShare.None(12)).SeedInterval);
        Assert.False(new Estimate(0, 1, [0, 0], [], [], 1, (0, double.PositiveInfinity)).IsExact);
        Assert.Null(new Estimate(0, 1, [0, 1], [], [], 1, (0, double.PositiveInfinity)).Interval);
    }

    [Fact]
    public void Differences_and_quotients_pair_resamples_and_go_by_the_fewer_seeds()
    {
        var (left, right) = (new Estimate(6, 5, [4, 8], [5, 7], _hundred, 10), new Estimate(2, 3, [2, 4], [1, 2], [], 4));
        var (less, times) = (left.Subtract(right), left.Divide(right));

        Assert.Equal((4, 3, 14), (less.Value, less.Seeds, less.N));
        Assert.Equal((3, 3, 14), (times.Value, times.Seeds, times.N));
        Assert.Equal(3, right.Subtract(left).Seeds);
        Assert.Equal([2, 4], less.JointResamples);
        Assert.Equal([4, 5], less.BySeed);
        Assert.Equal((0.0, 94.0), less.SourceInterval);
        Assert.Equal([2, 2], times.JointResamples);
        Assert.Null(times.Interval);
        Assert.Equal([double.NaN, 1], left.Divide(new Estimate(2, 1, [0, 8], [], [], 1)).JointResamples);
    }

    [Fact]
    public void What_one_side_measured_over_one_prompt_has_no_joint_resamples() =>
        Assert.Empty(new Estimate(1, 1, [1, 2], [], [], 1).Subtract(new Estimate(1, 1, [], [], [], 1)).JointResamples);

    [Fact]
    public void A_difference_to_an_exact_figure_is_made_of_both_intervals()
    {
        var (some, none) = (
            new Estimate(0.5, 1, _hundred.Select(i => i / 100).ToArray(), [], [], 1),
            new Estimate(0, 1, new double[100], [], [], 1, (0, 0.2))
        );
        var less = some.Subtract(none);

        Assert.True(less.IsExact);
        Assert.Equal(CombinedInterval.Difference(0.5, some.Interval!.Value, 0, (0, 0.2)), less.Interval);
        Assert.Null(some.Divide(none).Interval);

        // What has no upper end is taken as it is.
        var open = new Estimate(0, 1, new double[100], [], [], 1, (0, double.PositiveInfinity));
        Assert.Equal(CombinedInterval.Difference(0.5, some.Interval.Value, 0, (0, 0)), some.Subtract(open).Interval);
    }

    [Fact]
    public void An_exact_figure_on_either_side_makes_the_difference_so_where_the_other_has_an_interval()
    {
        var (none, some) = (
            new Estimate(0, 1, new double[100], [], [], 1, (0, 0.2)),
            new Estimate(0.5, 1, _hundred.Select(i => i / 100).ToArray(), [], [], 1)
        );

        Assert.Equal(CombinedInterval.Difference(0, (0, 0.2), 0.5, some.Interval!.Value), none.Subtract(some).Interval);

        var lone = new Estimate(0.5, 1, [], [], [], 1);
        Assert.Null(none.Subtract(lone).Interval);
        Assert.Null(lone.Subtract(none).Interval);
    }

    [Fact]
    public void A_sum_weighs_values_resamples_and_exact_ends()
    {
        var (left, right) = (new Estimate(1, 4, [1, 3], [2, 4], [], 5), new Estimate(3, 2, [5, 7], [4, 8], [], 5));
        var sum = Estimate.Sum([(left, 0.25), (right, 0.75)]);

        Assert.Equal((2.5, 2, 10), (sum.Value, sum.Seeds, sum.N));
        Assert.Equal([4, 6], sum.JointResamples);
        Assert.Equal([3.5, 7], sum.BySeed);
        var exact = Estimate.Sum([
            (new Estimate(0, 1, [0, 0], [], [], 1, (0, 0.4)), 0.5),
            (new Estimate(1, 1, [1, 1], [], [], 1, (0.6, 1)), 0.5),
        ]);
        Assert.Equal((0.3, 0.7), exact.Interval);
    }

    [Fact]
    public void A_choice_is_another_in_every_resample()
    {
        var (first, second) = (new Estimate(1, 2, [10, 11], [12, 13], [], 3), new Estimate(2, 2, [20, 21], [22, 23], [], 3));

        Assert.Same(first, Estimate.Choose([first, second], 0, [0, 0], [0, 0]));
        var chosen = Estimate.Choose([first, second, null], 0, [0, 1], [1, 2])!;
        Assert.Equal((1, 2, 3), (chosen.Value, chosen.Seeds, chosen.N));
        Assert.Equal([10, 21], chosen.JointResamples);
        Assert.Equal([22, double.NaN], chosen.BySeed);
        Assert.Null(Estimate.Choose([null, second], 0, [0, 1], []));
    }

    [Fact]
    public void A_choice_that_differs_in_resamples_of_one_kind_alone_differs_there()
    {
        var (first, second) = (new Estimate(1, 2, [10, 11], [12, 13], [], 3), new Estimate(2, 2, [20, 21], [22, 23], [], 3));
        var (joint, bySeed) = (Estimate.Choose([first, second], 0, [0, 1], [0, 0])!, Estimate.Choose([first, second], 0, [0, 0], [0, 1])!);

        Assert.Equal([10, 21], joint.JointResamples);
        Assert.Equal([12, 13], joint.BySeed);
        Assert.Equal([10, 11], bySeed.JointResamples);
        Assert.Equal([12, 23], bySeed.BySeed);
    }

    [Fact]
    public void A_choice_of_one_seed_has_no_resamples_of_seeds_and_what_has_none_does_not_vary()
    {
        var (one, several) = (new Estimate(1, 1, [10, 11], [], [], 3), new Estimate(2, 2, [20, 21], [22, 23], [], 3));

        Assert.Empty(Estimate.Choose([one, several], 0, [0, 1], [0, 1])!.BySeed);
        Assert.Equal([22, 1], Estimate.Choose([one, several], 1, [0, 1], [1, 0])!.BySeed);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(2, false)]
    [InlineData(50, false)]
    [InlineData(96, false)]
    [InlineData(97, true)]
    public void A_point_is_excluded_by_an_interval_wholly_on_one_side(double point, bool excluded) =>
        Assert.Equal(excluded, new Estimate(50, 1, _hundred, [], [], 1).Excludes(point));

    [Fact]
    public void Nothing_is_excluded_without_an_interval() => Assert.False(new Estimate(5, 1, [], [], [], 1).Excludes(0));
}
