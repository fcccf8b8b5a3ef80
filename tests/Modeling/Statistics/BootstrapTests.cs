using CsCheck;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Intervals of resampled instances.</summary>
public sealed class BootstrapTests
{
    [Fact]
    public void An_interval_holds_the_ratio_and_is_the_same_every_time() =>
        (from size in Gen.Int[2, 40]
         from above in Gen.Double[0, 10].Array[size]
         from below in Gen.Double[1, 10].Array[size]
         select (above, below)).Sample(
            sums =>
            {
                var interval = new Bootstrap(sums.above.Length).OfRatio(sums.above, sums.below)!.Value;
                var ratios = sums.above.Zip(sums.below, (a, b) => a / b).ToList();
                return interval == new Bootstrap(sums.above.Length).OfRatio(sums.above, sums.below)
                    && interval.Low <= interval.High && interval.Low >= ratios.Min() - 1e-9 && interval.High <= ratios.Max() + 1e-9;
            },
            iter: 30);

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

    [Fact]
    public void One_instance_has_no_interval() => Assert.Null(new Bootstrap(1).OfRatio([1], [2]));
}
