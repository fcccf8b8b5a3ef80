using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Sums by cluster.</summary>
public sealed class ClusterSumsTests
{
    [Fact]
    public void They_stand_in_the_order_of_the_clusters_and_others_are_left_out() =>
        Assert.Equal(
            [5, 0, 2],
            ClusterSums.Sum(["b", "none", "a"], [("a", 2.0), ("b", 1), ("c", 9), ("b", 4)], row => row.Item1, row => row.Item2)
        );
}
