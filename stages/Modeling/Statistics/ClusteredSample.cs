namespace Pipeline.Modeling.Statistics;

/// <summary>
/// Values in clusters, such as spans by the prompt that they answer or by the row that they come from, with bootstrap intervals for which
/// whole clusters are drawn: values of one cluster are no independent evidence.
/// </summary>
public sealed class ClusteredSample
{
    private readonly double[] _values;
    private readonly int[] _clusters;
    private readonly int[] _ascending;
    private readonly double[] _sums;
    private readonly double[] _counts;
    private readonly Lazy<(double Low, double High)?> _mean;
    private readonly Lazy<(double Low, double High)?> _median;

    /// <summary>A sample.</summary>
    /// <param name="values">The values.</param>
    /// <param name="clusters">The cluster of each, by name.</param>
    public ClusteredSample(IReadOnlyList<double> values, IReadOnlyList<string> clusters)
    {
        _values = [.. values];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _clusters = [.. clusters.Select(cluster => numbers.TryGetValue(cluster, out var known) ? known : numbers[cluster] = numbers.Count)];
        _ascending = [.. Enumerable.Range(0, _values.Length).OrderBy(i => _values[i])];
        (_sums, _counts) = (new double[numbers.Count], new double[numbers.Count]);
        for (var i = 0; i < _values.Length; i++)
        {
            _sums[_clusters[i]] += _values[i];
            _counts[_clusters[i]]++;
        }

        var bootstrap = new Bootstrap(numbers.Count);
        _mean = new(() => bootstrap.OfRatio(_sums, _counts));
        _median = new(() => bootstrap.Interval(MedianOf));
    }

    /// <summary>Number of clusters.</summary>
    public int Clusters => _counts.Length;

    /// <summary>The mean; not a number without values.</summary>
    public double Mean => _values.Length == 0 ? double.NaN : Bootstrap.Ratio(_sums, _counts);

    /// <summary>The 95 % interval of the mean; null for fewer than two clusters, and where they do not vary.</summary>
    public (double Low, double High)? MeanInterval => _mean.Value;

    /// <summary>Whether all values are 0, or all are 1: of a share, none or all.</summary>
    public bool IsUnanimous =>
        _values.Length > 0 && (Array.TrueForAll(_values, value => value == 0) || Array.TrueForAll(_values, value => value == 1));

    /// <summary>The 95 % interval of a mean of values from 0 to 1: the exact one with clusters as its n where they are unanimous; null for
    /// fewer than two clusters.</summary>
    public (double Low, double High)? ShareInterval =>
        Clusters > 1 && IsUnanimous
            ? _values[0] == 0
                ? UnanimousShare.None(Clusters)
                : UnanimousShare.All(Clusters)
            : MeanInterval;

    /// <summary>The median: of an even number of values the mean of the middle two; not a number without values.</summary>
    public double Median => MedianOf(Enumerable.Repeat(1.0, Clusters).ToArray());

    /// <summary>The 95 % interval of the median; null for fewer than two clusters, and where it does not vary.</summary>
    public (double Low, double High)? MedianInterval => _median.Value;

    /// <summary>The median of the values, each as often as its cluster was drawn.</summary>
    private double MedianOf(double[] drawn)
    {
        var half = _ascending.Sum(i => drawn[_clusters[i]]) / 2;
        var below = 0.0;
        for (var place = 0; place < _ascending.Length; place++)
        {
            below += drawn[_clusters[_ascending[place]]];
            if (below > half)
            {
                return _values[_ascending[place]];
            }

            if (below == half && half > 0)
            {
                var next = place + 1;
                while (drawn[_clusters[_ascending[next]]] == 0)
                {
                    next++;
                }

                return (_values[_ascending[place]] + _values[_ascending[next]]) / 2;
            }
        }

        return double.NaN;
    }
}
