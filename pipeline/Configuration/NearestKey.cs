namespace Pipeline.Engine.Configuration;

/// <summary>Finds the name that a misspelled one probably meant, by edit distance (insert, delete, replace, swap of neighbours).</summary>
public static class NearestKey
{
    private const int LongestCompared = 64;

    /// <summary>
    /// The nearest candidate, the first among equals; null when none is near: more than a third of the letters (at least one) differ.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestCompared)
        {
            return null;
        }

        string? nearest = null;
        var best = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates.Where(candidate => candidate.Length <= LongestCompared))
        {
            var distance = Math.Min(Distance(name, candidate), Distance(KeyNames.Fold(name), KeyNames.Fold(candidate)));
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>The end of an "unknown name" message: the nearest name as a question, else all names.</summary>
    public static string Advice(string name, IReadOnlyList<string> candidates, string kind) =>
        Find(name, candidates) is { } nearest ? $"did you mean '{nearest}'?"
        : candidates.Count == 0 ? $"there are no {kind} here"
        : $"{kind}: {string.Join(", ", candidates)}";

    internal static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var same = left[i - 1] == right[j - 1];
                var value = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    value = Math.Min(value, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = value;
            }
        }

        return rows[left.Length, right.Length];
    }
}
