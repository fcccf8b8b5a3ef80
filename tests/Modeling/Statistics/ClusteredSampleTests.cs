using CsCheck;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Means and medians of values in clusters.</summary>
public sealed class ClusteredSampleTests
{
    private static readonly Gen<(double Value, int Cluster)[]> _sample = Gen.Select(
        Gen.Int[-20, 20].Select(value => value / 2.0),
        Gen.Int[0, 6]
    ).Array[1, 30];

    [Fact]
    public void Mean_and_median_are_those_of_the_values_whatever_their_clusters() =>
        _sample.Sample(
            sample =>
            {
                var found = Sample(sample);
                var ascending = sample.Select(entry => entry.Value).Order().ToArray();
                var half = ascending.Length / 2;

                Assert.Equal(ascending.Average(), found.Mean, 1e-9);
                Assert.Equal(ascending.Length % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2, found.Median);
                Assert.Equal(sample.DistinctBy(entry => entry.Cluster).Count(), found.Clusters);
            },
            iter: 300,
            threads: 1
        );

    [Fact]
    public void Intervals_lie_within_the_values_and_are_those_of_clusters_drawn_whole() =>
        _sample.Sample(
            sample =>
            {
                var found = Sample(sample);
                if (found.Clusters < 2)
                {
                    Assert.Null(found.MeanInterval);
                    Assert.Null(found.MedianInterval);
                    return;
                }

                // The median of values repeated as often as their clusters were drawn, the plain way.
                var clusters = sample.Select(entry => entry.Cluster).Distinct().ToList();
                var expected = new Bootstrap(clusters.Count).Interval(drawn =>
                {
                    var values = sample
                        .SelectMany(entry => Enumerable.Repeat(entry.Value, (int)drawn[clusters.IndexOf(entry.Cluster)]))
                        .Order()
                        .ToList();
                    return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
                });

                Assert.Equal(expected, found.MedianInterval);
                if (found.MeanInterval is not { } mean)
                {
                    Assert.True(
                        sample.GroupBy(entry => entry.Cluster).Select(values => values.Average(entry => entry.Value)).Distinct().Count()
                            == 1
                    );
                    return;
                }

                Assert.InRange(mean.Low, sample.Min(entry => entry.Value) - 1e-9, mean.High);
                Assert.InRange(mean.High, mean.Low, sample.Max(entry => entry.Value) + 1e-9);
            },
            iter: 20,
            threads: 1
        );

    [Fact]
    public void Values_of_one_cluster_are_one_piece_of_evidence()
    {
        var values = Enumerable.Range(0, 60).Select(i => (double)(i % 6)).ToList();
        var (alone, together) = (
            new ClusteredSample(values, [.. Enumerable.Range(0, 60).Select(i => $"{i}")]).MeanInterval!.Value,
            new ClusteredSample(values, [.. Enumerable.Range(0, 60).Select(i => $"{i % 6}")]).MeanInterval!.Value
        );

        Assert.True(together.High - together.Low > 2 * (alone.High - alone.Low), $"{together} against {alone}");
    }

    [Fact]
    public void A_share_of_none_or_all_has_the_exact_limits_of_its_clusters()
    {
        string[] clusters = ["a", "a", "b", "c"];

        Assert.Equal(UnanimousShare.None(3), new ClusteredSample([0, 0, 0, 0], clusters).ShareInterval);
        Assert.Equal(UnanimousShare.All(3), new ClusteredSample([1, 1, 1, 1], clusters).ShareInterval);
        Assert.Null(new ClusteredSample([0, 0], ["a", "a"]).ShareInterval);
        Assert.Null(new ClusteredSample([0, 0, 0, 0], clusters).MeanInterval);
        Assert.Null(new ClusteredSample([2, 2, 2, 2], clusters).MedianInterval);
        var mixed = new ClusteredSample([0, 1, 1, 0], clusters);
        Assert.Equal(mixed.MeanInterval, mixed.ShareInterval);
        Assert.Equal(
            (true, true, false, false),
            (
                new ClusteredSample([0], ["a"]).IsUnanimous,
                new ClusteredSample([1, 1], clusters[..2]).IsUnanimous,
                mixed.IsUnanimous,
                new ClusteredSample([2, 2], clusters[..2]).IsUnanimous
            )
        );
    }

    [Fact]
    public void Without_values_there_is_nothing()
    {
        var none = new ClusteredSample([], []);

        Assert.Equal((0, double.NaN, double.NaN), (none.Clusters, none.Mean, none.Median));
        Assert.Null(none.MeanInterval);
        Assert.False(none.IsUnanimous);
    }

    private static ClusteredSample Sample((double Value, int Cluster)[] sample) =>
        new([.. sample.Select(entry => entry.Value)], [.. sample.Select(entry => $"{entry.Cluster}")]);
}
