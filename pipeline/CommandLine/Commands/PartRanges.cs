using System.Globalization;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Sets of parts as the command line spells them: <c>0-3,7</c>.</summary>
internal static class PartRanges
{
    /// <summary>The parts that a text names, ascending, each once.</summary>
    /// <param name="text">Parts and ranges, separated by commas.</param>
    /// <param name="total">Number of parts that there are.</param>
    /// <exception cref="InputException">It is no such text, or names a part that is not there.</exception>
    public static IReadOnlyList<int> Parse(string text, int total)
    {
        var parts = new SortedSet<int>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = item.Split('-', 2);
            if (!TryIndex(ends[0], out var first) || !TryIndex(ends[^1], out var last) || last < first)
            {
                throw new InputException($"--parts '{text}': '{item}' is neither a part (7) nor a range (0-3).");
            }

            if (last >= total)
            {
                throw new InputException($"--parts '{text}': there is no part {last}; the parts are 0-{total - 1}.");
            }

            parts.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. parts];
    }

    /// <summary>The shortest spelling of ascending parts.</summary>
    public static string Format(IReadOnlyList<int> parts)
    {
        var ranges = new List<string>();
        for (var start = 0; start < parts.Count; )
        {
            var end = start;
            while (end + 1 < parts.Count && parts[end + 1] == parts[end] + 1)
            {
                end++;
            }

            ranges.Add(start == end ? Whole(parts[start]) : $"{Whole(parts[start])}-{Whole(parts[end])}");
            start = end + 1;
        }

        return string.Join(',', ranges);
    }

    private static string Whole(int part) => part.ToString(CultureInfo.InvariantCulture);

    private static bool TryIndex(string text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
