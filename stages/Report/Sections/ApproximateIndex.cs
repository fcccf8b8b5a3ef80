using Pipeline.Engine.Stages;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Retrieve;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What an index that may leave rows out does leave out.</summary>
internal static class ApproximateIndex
{
    /// <summary>The rows near to the answers of all models, as the index found them.</summary>
    /// <param name="inputs">The inputs of the report.</param>
    /// <param name="prefix">What the names of their tables begin with.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<IReadOnlyList<NeighbourRow>> ReadAsync(StageInputs inputs, string prefix, CancellationToken cancellation)
    {
        var rows = new List<NeighbourRow>();
        foreach (var name in inputs.Named(prefix))
        {
            await foreach (var row in inputs.RowsAsync<NeighbourRow>(name, cancellation).ConfigureAwait(false))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The limit that it sets to what the page says.</summary>
    /// <param name="index">The index.</param>
    /// <param name="rows">The rows near to answers, with the share that was found where it was measured.</param>
    public static (string Lead, string Detail) Describe(string index, IReadOnlyList<NeighbourRow> rows)
    {
        var prompts = rows.Where(row => row.Recall is not null).GroupBy(row => row.InstanceId, StringComparer.Ordinal).ToList();
        var recall = ClusteredRatio.Measure(
            [.. prompts.Select(prompt => prompt.Sum(row => row.Recall!.Value))],
            [.. prompts.Select(prompt => (double)prompt.Count())],
            Quantity.Share,
            new Bootstrap(prompts.Count)
        );
        return (
            $"Near rows are those that the index {index} finds.",
            (
                recall is null
                    ? "What of the nearest it misses was not measured, as no answer was in the sample. "
                    : $"It finds {Figure.Percent(recall.Value)}{Ends(recall.Interval)} of the nearest, measured against comparing all rows on "
                        + $"{Figure.Count(prompts.Sum(prompt => prompt.Count()), "answer")} to {Figure.Count(prompts.Count, "prompt")}; for an "
                        + "answer that was not in this sample it may find fewer. "
            ) + "A span is found whatever the index misses; which of several rows that hold it is named may depend on it."
        );
    }

    private static string Ends((double Low, double High)? interval) =>
        interval is not { } ends ? "" : $" {Figure.Interval((ends.Low * 100, ends.High * 100), "0.0")}";
}
