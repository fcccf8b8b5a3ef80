using CsCheck;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Intervals of resampled instances.</summary>
public sealed class BootstrapTests
{
    [Fact]
    public void An_interval_holds_the_ratio_and_is_the_same_every_time() =>
        (
            from size in Gen.Int[2, 40]
            from above in Gen.Double[0, 10].Array[size]
            from below in Gen.Double[1, 10].Array[size]
            select (above, below)
        ).Sample(
            sums =>
            {
                var ratios = sums.above.Zip(sums.below, (a, b) => a / b).ToList();
                if (new Bootstrap(sums.above.Length).OfRatio(sums.above, sums.below) is not { } interval)
                {
                    return ratios.Max() - ratios.Min() < 1e-9;
                }

                return interval == new Bootstrap(sums.above.Length).OfRatio(sums.above, sums.below)
                    && interval.Low < interval.High
                    && interval.Low >= ratios.Min() - 1e-9
                    && interval.High <= ratios.Max() + 1e-9;
            },
            iter: 30
        );

    [Fact]
    public void The_interval_of_a_mean_is_as_wide_as_its_standard_error_says()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToArray();
        var (low, high) = new Bootstrap(400).OfRatio(values, [.. values.Select(_ => 1.0)])!.Value;

        // Uniform values have deviation √(1/12), so the 95 % interval of their mean is 2 · 1.96 · √(1/12) / √400 wide.
        Assert.InRange(high - low, 0.9 * 0.0566, 1.1 * 0.0566);
        Assert.InRange(values.Average(), low, high);
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(5, 0.0009, 0.0011)]
    [InlineData(10, 0.0084, 0.0087)]
    [InlineData(10_000, 0.0249, 0.025)]
    public void Percentiles_of_few_instances_are_taken_further_out(int instances, double low, double high) =>
        Assert.InRange(ExpandedPercentile.Tail(instances), low, high);

    [Fact]
    public void Intervals_over_five_instances_cover_the_truth_when_expanded()
    {
        var random = new Random(1);
        var draws = new Bootstrap(5).Draws;
        var (plain, expanded) = (0, 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var values = Enumerable
                .Range(0, 5)
                .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))
                .ToArray();
            var means = draws.Select(draw => draw.Zip(values, (times, value) => times * value).Sum() / 5).ToList();
            plain += Holds(Bootstrap.Interval(means)) ? 1 : 0;
            expanded += Holds(Bootstrap.ExpandedInterval(means, 5)) ? 1 : 0;
        }

        Assert.InRange(plain, 0.75 * 400, 0.88 * 400);
        Assert.InRange(expanded, 0.9 * 400, 400);
        static bool Holds((double Low, double High)? interval) => interval is { Low: < 0, High: > 0 };
    }

    [Theory]
    [InlineData(1000, 25, 974)]
    [InlineData(40, 1, 38)]
    [InlineData(200, 5, 194)]
    public void The_ends_are_the_values_with_a_fortieth_of_all_below_and_above(int count, double low, double high) =>
        Assert.Equal((low, high), Bootstrap.Interval([.. Enumerable.Range(0, count).Select(i => (double)(i * 7 % count))]));

    [Fact]
    public void Of_three_instances_the_expanded_ends_are_the_outermost_values() =>
        Assert.Equal((0.0, 99.0), Bootstrap.ExpandedInterval([.. Enumerable.Range(0, 100).Select(i => (double)i)], 3));

    [Fact]
    public void Resamples_without_a_value_are_left_out() =>
        Assert.Equal((1.0, 38.0), Bootstrap.Interval([.. Enumerable.Range(0, 40).Select(i => (double)i), double.NaN, double.NaN]));

    [Fact]
    public void Resamples_that_do_not_vary_are_no_certainty()
    {
        Assert.Null(Bootstrap.Interval([0.3, 0.3, 0.1 + 0.2]));
        Assert.Null(Bootstrap.Interval([0, 0, 0]));
        Assert.Null(Bootstrap.Interval([double.NaN]));
        Assert.Null(new Bootstrap(3).OfRatio([0.1, 0.2, 0.3], [1, 2, 3]));
        Assert.NotNull(Bootstrap.Interval([.. Enumerable.Range(0, 40).Select(i => 0.3 + (i * 1e-9))]));
    }

    [Fact]
    public void Every_resample_draws_as_many_instances_as_there_are_and_another_seed_draws_others()
    {
        var (draws, others) = (new Bootstrap(7).Draws, new Bootstrap(7, seed: 14).Draws);

        Assert.Equal(1000, draws.Count);
        Assert.All(draws, draw => Assert.Equal(7, draw.Sum()));
        Assert.NotEqual(draws[0], others[0]);
        Assert.All(Enumerable.Range(0, 7), i => Assert.InRange(draws.Average(draw => draw[i]), 0.9, 1.1));
    }

    [Fact]
    public void A_ratio_over_nothing_is_none_of_a_resample_and_0_of_all()
    {
        Assert.Equal(double.NaN, Bootstrap.Ratio([1, 0], [5, 1], [0, 2]));
        Assert.Equal(3.5, Bootstrap.Ratio([1, 2], [5, 1], [0, 1]));
        Assert.Equal(0, Bootstrap.Ratio([5.0, 1], [0, 0]));
        Assert.Equal(3, Bootstrap.Ratio([5.0, 1], [1, 1]));
    }

    [Fact]
    public void One_instance_has_no_interval() => Assert.Null(new Bootstrap(1).OfRatio([1], [2]));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1000)]
    public void Two_instances_are_the_fewest_that_are_drawn_from(int instances, int resamples) =>
        Assert.Equal(resamples, new Bootstrap(instances).Draws.Count);

    [Fact]
    public void Small_values_vary_as_large_ones_do() =>
        Assert.Equal((1e-9, 38e-9), Bootstrap.Interval([.. Enumerable.Range(0, 40).Select(i => i * 1e-9)]));
}
