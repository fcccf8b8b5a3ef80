using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>Sums of every metric over every slice, instance by instance: all that means and their intervals need of a shift
/// table.</summary>
internal sealed class TokenAverages
{
    private readonly Dictionary<string, int> _instances = new(StringComparer.Ordinal);
    private readonly List<double>[] _counts = [.. TokenSlices.All.Select(_ => new List<double>())];
    private readonly List<double>[,] _sums = new List<double>[TokenSlices.All.Count, TokenMetrics.All.Count];

    public TokenAverages()
    {
        for (var slice = 0; slice < TokenSlices.All.Count; slice++)
        {
            for (var metric = 0; metric < TokenMetrics.All.Count; metric++)
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
            _counts[(int)slice][instance]++;
            foreach (var metric in TokenMetrics.All)
            {
                _sums[(int)slice, (int)metric][instance] += TokenMetrics.Measure(token, metric);
            }
        }
    }

    /// <summary>The figures.</summary>
    /// <param name="bootstrap">Resamples of the instances for their intervals.</param>
    /// <param name="isItself">Whether a model is compared with itself on its own prompt: what does not vary then cannot.</param>
    public IEnumerable<ShiftStatisticRow> Rows(Bootstrap bootstrap, bool isItself)
    {
        foreach (var slice in TokenSlices.All)
        {
            var counts = _counts[(int)slice].ToArray();
            foreach (var metric in TokenMetrics.All)
            {
                var sums = _sums[(int)slice, (int)metric].ToArray();
                if (ClusteredRatio.Measure(sums, counts, TokenMetrics.QuantityOf(metric), bootstrap) is { } found)
                {
                    yield return Row(slice, slice, metric, found.Value, IntervalOf(found, isItself));
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
        const TokenMetric Metric = TokenMetric.KlTunedBase;
        Estimate? Divergence(TokenSlice slice) =>
            ClusteredRatio.Measure([.. _sums[(int)slice, (int)Metric]], [.. _counts[(int)slice]], Quantity.Mean, bootstrap);
        return
            Divergence(TokenSlice.SentenceStart) is { } first
            && Divergence(TokenSlice.SentenceRest) is { Value: not 0 } others
            && first.Subtract(others).Divide(others) is { } found
            ? Row(TokenSlice.StartOverRest, TokenSlice.SentenceStart, Metric, found.Value, found.Interval)
            : null;
    }

    /// <summary>A row of a slice, whose tokens are those of <paramref name="counted"/>.</summary>
    private ShiftStatisticRow Row(
        TokenSlice slice,
        TokenSlice counted,
        TokenMetric metric,
        double value,
        (double Low, double High)? interval
    ) =>
        new()
        {
            Slice = slice,
            Metric = metric,
            Value = value,
            Low = interval?.Low,
            High = interval?.High,
            Tokens = (long)_counts[(int)counted].Sum(),
            Instances = _counts[(int)counted].Count(count => count > 0),
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
