namespace Pipeline.Modeling.Statistics;

/// <summary>Values summed by cluster, aligned with one list of clusters: what a bootstrap over clusters, such as prompts, draws
/// from.</summary>
public static class ClusterSums
{
    /// <summary>The sum of each cluster's values; 0 for a cluster without any.</summary>
    /// <param name="clusters">The clusters, by name.</param>
    /// <param name="rows">What is summed; rows of other clusters are left out.</param>
    /// <param name="cluster">The cluster of a row.</param>
    /// <param name="value">The value of a row.</param>
    public static double[] Sum<T>(IReadOnlyList<string> clusters, IEnumerable<T> rows, Func<T, string> cluster, Func<T, double> value)
    {
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            sums[cluster(row)] = sums.GetValueOrDefault(cluster(row)) + value(row);
        }

        return [.. clusters.Select(name => sums.GetValueOrDefault(name))];
    }
}
