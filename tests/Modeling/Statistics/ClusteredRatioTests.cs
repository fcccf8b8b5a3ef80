using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Ratios of sums over clusters.</summary>
public sealed class ClusteredRatioTests
{
    private static readonly Bootstrap _three = new(3);

    [Fact]
    public void It_is_the_ratio_of_the_sums_with_the_interval_of_clusters_drawn_whole()
    {
        var found = ClusteredRatio.Measure([1, 2, 6], [2, 2, 5], Quantity.Rate, _three, 1000)!;

        Assert.Equal((1000, 9, 1), (found.Value, found.N, found.Seeds));
        Assert.Equal(_three.OfRatio([1000, 2000, 6000], [2, 2, 5]), found.Interval);
    }

    [Fact]
    public void Nothing_measured_is_nothing_and_one_cluster_has_no_interval()
    {
        Assert.Null(ClusteredRatio.Measure([0, 0, 0], [0, 0, 0], Quantity.Share, _three));
        var one = ClusteredRatio.Measure([0, 3, 0], [0, 4, 0], Quantity.Share, _three)!;
        Assert.Equal((0.75, null), (one.Value, one.Interval));
        Assert.Null(ClusteredRatio.Measure([0, 0, 0], [0, 4, 0], Quantity.Share, _three)!.Interval);
    }

    [Fact]
    public void None_and_all_have_limits_by_the_clusters_that_were_measured()
    {
        Assert.Equal(UnanimousShare.None(2), ClusteredRatio.Measure([0, 0, 0], [4, 0, 9], Quantity.Share, _three)!.Interval);
        Assert.Equal(UnanimousShare.All(3), ClusteredRatio.Measure([1, 2, 3], [1, 2, 3], Quantity.Share, _three)!.Interval);

        // Three of 3 clusters without an event in 12 units: at most −ln 0.025 / 3 events a cluster, of 4 units each.
        var rate = ClusteredRatio.Measure([0, 0, 0], [2, 4, 6], Quantity.Rate, _three, 1000)!.Interval!.Value;
        Assert.Equal(0, rate.Low);
        Assert.Equal(1000 * (-Math.Log(0.025) / 3) / 4, rate.High, 1e-9);
    }

    [Fact]
    public void Of_a_mean_or_rate_whose_clusters_agree_nothing_is_said()
    {
        Assert.Null(ClusteredRatio.Measure([0, 0, 0], [1, 1, 1], Quantity.Mean, _three)!.Interval);
        Assert.Null(ClusteredRatio.Measure([7, 14, 21], [1, 2, 3], Quantity.Mean, _three)!.Interval);
        Assert.Null(ClusteredRatio.Measure([1, 2, 3], [1, 2, 3], Quantity.Rate, _three)!.Interval);
        Assert.Null(ClusteredRatio.Measure([1, 1, 1], [2, 2, 2], Quantity.Share, _three)!.Interval);
    }

    [Fact]
    public void A_resample_without_anything_to_measure_does_not_count_as_zero()
    {
        double[] scored = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        var found = ClusteredRatio.Measure([2, 4, 3, 0, 0, 0, 0, 0, 0, 0], scored, Quantity.Mean, new Bootstrap(10))!;

        Assert.Equal((2.0, 4.0), found.Interval);
    }
}
