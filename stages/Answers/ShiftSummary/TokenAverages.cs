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

    /// <summary>The figures.</summary>
    /// <param name="bootstrap">Resamples of the instances for their intervals.</param>
    /// <param name="isItself">Whether a model is compared with itself on its own prompt: what does not vary then cannot.</param>
    public IEnumerable<ShiftStatisticRow> Rows(Bootstrap bootstrap, bool isItself)
    {
        for (var slice = 0; slice < TokenSlices.Names.Count; slice++)
        {
            var counts = _counts[slice].ToArray();
            for (var metric = 0; metric < TokenMetrics.Names.Count; metric++)
            {
                var sums = _sums[slice, metric].ToArray();
                if (ClusteredRatio.Measure(sums, counts, TokenMetrics.QuantityOf(metric), bootstrap) is { } found)
                {
                    yield return Row(slice, TokenSlices.Names[slice], metric, found.Value, IntervalOf(found, isItself));
                }
            }
        }

        if (StartOverRest(bootstrap) is { } difference)
        {
            yield return difference;
        }
    }

    /// <summary>
    /// An estimate's interval. The distributions of a model compared with itself are equal at every token, so that a share of shifted
    /// tokens or a divergence is what it is for any answer: the one case in which an interval has no width.
    /// </summary>
    private static (double Low, double High)? IntervalOf(Estimate found, bool isItself) =>
        isItself && found.JointResamples.Count > 0 && found.JointResamples.All(value => double.IsNaN(value) || value == found.Value)
            ? (found.Value, found.Value)
            : found.Interval;

    private ShiftStatisticRow? StartOverRest(Bootstrap bootstrap)
    {
        var (start, rest, metric) = (
            TokenSlices.Names.Count - 2,
            TokenSlices.Names.Count - 1,
            TokenMetrics.Names.ToList().IndexOf(TokenMetrics.Divergence)
        );
        Estimate? Divergence(int slice) => ClusteredRatio.Measure([.. _sums[slice, metric]], [.. _counts[slice]], Quantity.Mean, bootstrap);
        return
            Divergence(start) is { } first
            && Divergence(rest) is { Value: not 0 } others
            && first.Subtract(others).Divide(others) is { } found
            ? Row(start, "start_over_rest", metric, found.Value, found.Interval)
            : null;
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
