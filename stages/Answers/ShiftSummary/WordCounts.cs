using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>Counts of the words of one shift table's answers by class and instance.</summary>
internal sealed class WordCounts
{
    private const double PerThousand = 1000;

    private static readonly ShiftClass[] _classes = [ShiftClass.Shifted, ShiftClass.Marginal, ShiftClass.Unshifted];

    private readonly Dictionary<string, int> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Word, ShiftClass ShiftClass), Dictionary<int, int>> _counts = [];

    /// <summary>Counts the words of one answer.</summary>
    public void Add(string instanceId, IEnumerable<AnswerWord> words)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            _instances[instanceId] = instance = _instances.Count;
        }

        foreach (var word in words)
        {
            if (!_counts.TryGetValue((word.Key, word.ShiftClass), out var byInstance))
            {
                _counts[(word.Key, word.ShiftClass)] = byInstance = [];
            }

            byInstance[instance] = byInstance.GetValueOrDefault(instance) + 1;
        }
    }

    /// <summary>The words most often shifted.</summary>
    public IEnumerable<ShiftedWordRow> MostShifted(int count, Bootstrap bootstrap)
    {
        var words = Sums(_counts.Values);
        return _counts
            .Where(entry => entry.Key.ShiftClass == ShiftClass.Shifted)
            .Select(entry => (entry.Key.Word, Total: entry.Value.Values.Sum(), ByInstance: entry.Value))
            .OrderByDescending(entry => entry.Total)
            .ThenBy(entry => entry.Word, StringComparer.Ordinal)
            .Take(count)
            .Select(entry =>
            {
                var rate = ClusteredRatio.Measure(Sums([entry.ByInstance]), words, Quantity.Rate, bootstrap, PerThousand)!;
                return new ShiftedWordRow
                {
                    Word = entry.Word,
                    Shifted = entry.Total,
                    Marginal = Total(entry.Word, ShiftClass.Marginal),
                    Unshifted = Total(entry.Word, ShiftClass.Unshifted),
                    PerThousand = rate.Value,
                    Low = rate.Interval?.Low,
                    High = rate.Interval?.High,
                };
            });
    }

    /// <summary>The share of the words of each class that are among those of a dataset's responses.</summary>
    public IEnumerable<BorrowedWordRow> FoundIn(IReadOnlySet<string> vocabulary, Bootstrap bootstrap)
    {
        foreach (var shiftClass in _classes)
        {
            var all = _counts.Where(entry => entry.Key.ShiftClass == shiftClass).ToList();
            var words = Sums(all.Select(entry => entry.Value));
            var found = Sums(all.Where(entry => vocabulary.Contains(entry.Key.Word)).Select(entry => entry.Value));
            if (ClusteredRatio.Measure(found, words, Quantity.Share, bootstrap) is { } share)
            {
                yield return new BorrowedWordRow
                {
                    ShiftClass = shiftClass,
                    Words = (long)words.Sum(),
                    Share = share.Value,
                    Low = share.Interval?.Low,
                    High = share.Interval?.High,
                };
            }
        }
    }

    private int Total(string word, ShiftClass shiftClass) =>
        _counts.TryGetValue((word, shiftClass), out var byInstance) ? byInstance.Values.Sum() : 0;

    private double[] Sums(IEnumerable<Dictionary<int, int>> counts)
    {
        var sums = new double[_instances.Count];
        foreach (var (instance, count) in counts.SelectMany(byInstance => byInstance))
        {
            sums[instance] += count;
        }

        return sums;
    }
}
