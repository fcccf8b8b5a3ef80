using Pipeline.Engine;

namespace Pipeline.Stages.Data.Mix;

/// <summary>How many rows of each dataset make a mixture.</summary>
internal static class MixShares
{
    /// <summary>
    /// The counts by dataset, in proportion to the weights, rounded so that they add up to the size (largest remainders first, then by
    /// name).
    /// </summary>
    /// <param name="weights">Weights by dataset.</param>
    /// <param name="available">Rows that each dataset has.</param>
    /// <param name="size">Rows in all; 0 for the most that is possible.</param>
    /// <exception cref="InputException">A weight is not above 0, or a dataset has fewer rows than its share.</exception>
    public static IReadOnlyDictionary<string, int> Divide(
        IReadOnlyDictionary<string, double> weights,
        IReadOnlyDictionary<string, int> available,
        int size
    )
    {
        foreach (var (name, weight) in weights.Where(entry => entry.Value is not (> 0 and < double.PositiveInfinity)))
        {
            throw new InputException($"The weight of '{name}' in a mixture is {weight}, expected a number above 0.");
        }

        var sum = weights.Values.Sum();
        var total = size > 0 ? size : (int)Math.Floor(weights.Min(entry => available[entry.Key] * sum / entry.Value) + 1e-9);
        var exact = weights.ToDictionary(entry => entry.Key, entry => total * entry.Value / sum, StringComparer.Ordinal);
        var counts = exact.ToDictionary(entry => entry.Key, entry => (int)Math.Floor(entry.Value + 1e-9), StringComparer.Ordinal);
        foreach (
            var name in exact
                .Keys.OrderByDescending(name => exact[name] - counts[name])
                .ThenBy(name => name, StringComparer.Ordinal)
                .Take(total - counts.Values.Sum())
        )
        {
            counts[name]++;
        }

        foreach (var name in counts.Keys.Where(name => counts[name] > available[name]))
        {
            throw new InputException(
                $"A mixture of {total} rows takes {counts[name]} of '{name}', which has {available[name]}. Lower the size or the "
                    + "weight: rows are not repeated."
            );
        }

        return counts;
    }
}
