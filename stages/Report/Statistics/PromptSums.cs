namespace Pipeline.Stages.Report.Statistics;

/// <summary>Values summed by prompt, aligned with one list of prompts: what a bootstrap over prompts draws from.</summary>
internal static class PromptSums
{
    /// <summary>The sum of each prompt's values; 0 for a prompt without any.</summary>
    public static double[] Sum<T>(IReadOnlyList<string> prompts, IEnumerable<T> rows, Func<T, string> promptOf, Func<T, double> valueOf)
    {
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            sums[promptOf(row)] = sums.GetValueOrDefault(promptOf(row)) + valueOf(row);
        }

        return [.. prompts.Select(prompt => sums.GetValueOrDefault(prompt))];
    }
}
