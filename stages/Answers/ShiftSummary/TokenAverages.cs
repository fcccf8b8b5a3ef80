using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>Sums of every metric over every slice, instance by instance: all that means and their intervals need of a shift
/// table.</summary>
internal sealed class TokenAverages
{
    private readonly Dictionary<string, int> _instances = new(StringComparer.Ordinal);
    private readonly List<double>[] _counts = [.. TokenSlices.Names.Select(_ => new List<double>())];
    private readonly List<double>[,] _sums = new List<double>[TokenSlices.Names.Count, TokenMetrics.Names.Count];

    public TokenAverages()
    {
        for (var slice = 0; slice < TokenSlices.Names.Count; slice++)
        {
            for (var metric = 0; metric < TokenMetrics.Names.Count; metric++)
            {
                _sums[slice, metric] = [];
            }
        }
    }

    /// <summary>Instances seen.</summary>
    public int Instances => _instances.Count;

    /// <summary>Counts a token.</summary>
    public void Add(TokenShiftRow token)
    {
        var instance = InstanceOf(token.InstanceId);
        foreach (var slice in TokenSlices.Classify(token))
        {
            _counts[slice][instance]++;
            for (var metric = 0; metric < TokenMetrics.Names.Count; metric++)
            {
                _sums[slice, metric][instance] += TokenMetrics.Measure(token, metric);
            }
        }
    }

    /// <summary>The figures, with resamples of the instances for their intervals.</summary>
    public IEnumerable<ShiftStatisticRow> Rows(Bootstrap bootstrap)
    {
        for (var slice = 0; slice < TokenSlices.Names.Count; slice++)
        {
            var counts = _counts[slice].ToArray();
            for (var metric = 0; metric < TokenMetrics.Names.Count && counts.Sum() > 0; metric++)
            {
                var sums = _sums[slice, metric].ToArray();
                yield return Row(slice, TokenSlices.Names[slice], metric, Bootstrap.Ratio(sums, counts), bootstrap.OfRatio(sums, counts));
            }
        }

        if (StartOverRest(bootstrap) is { } difference)
        {
            yield return difference;
        }
    }

    private ShiftStatisticRow? StartOverRest(Bootstrap bootstrap)
    {
        var (start, rest, metric) = (
            TokenSlices.Names.Count - 2,
            TokenSlices.Names.Count - 1,
            TokenMetrics.Names.ToList().IndexOf(TokenMetrics.Divergence)
        );
        double[] startSums = [.. _sums[start, metric]],
            startCounts = [.. _counts[start]],
            restSums = [.. _sums[rest, metric]],
            restCounts = [.. _counts[rest]];
        double Relative(double[] drawn)
        {
            var below = Bootstrap.Ratio(drawn, restSums, restCounts);
            return below == 0 ? 0 : (Bootstrap.Ratio(drawn, startSums, startCounts) - below) / below;
        }

        var once = Enumerable.Repeat(1.0, Instances).ToArray();
        return Bootstrap.Ratio(restSums, restCounts) == 0
            ? null
            : Row(start, "start_over_rest", metric, Relative(once), bootstrap.Interval(Relative));
    }

    private ShiftStatisticRow Row(int slice, string name, int metric, double value, (double Low, double High)? interval) =>
        new()
        {
            Slice = name,
            Metric = TokenMetrics.Names[metric],
            Value = value,
            Low = interval?.Low,
            High = interval?.High,
            Tokens = (long)_counts[slice].Sum(),
            Instances = _counts[slice].Count(count => count > 0),
        };

    private int InstanceOf(string id)
    {
        if (!_instances.TryGetValue(id, out var instance))
        {
            _instances[id] = instance = _instances.Count;
            foreach (var counts in _counts)
            {
                counts.Add(0);
            }

            foreach (var sums in _sums)
            {
                sums.Add(0);
            }
        }

        return instance;
    }
}
