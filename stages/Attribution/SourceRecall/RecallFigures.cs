using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>Recall and mean reciprocal rank over spans, with intervals.</summary>
internal static class RecallFigures
{
    private const int Few = 10;

    /// <summary>The figures of one way of retrieval.</summary>
    /// <param name="label">Model, method and query of the rows.</param>
    /// <param name="ranks">Where it has each span's source.</param>
    /// <param name="trainingRows">Rows of the training set.</param>
    public static IEnumerable<SourceRecallRow> Summarise(
        (string Model, SearchMethod Method, SearchQuery? Query) label,
        IReadOnlyList<SourceRankRow> ranks,
        int trainingRows
    )
    {
        yield return Row(label, RecallMeasure.RecallAt1, ranks, rank => rank.Rank == 1 ? 1 : 0, trainingRows);
        yield return Row(label, RecallMeasure.RecallAt10, ranks, rank => rank.Rank <= Few ? 1 : 0, trainingRows);
        yield return Row(label, RecallMeasure.Mrr, ranks, rank => rank.Rank is { } place ? 1.0 / place : 0, trainingRows);
    }

    /// <summary>What a random order of all rows gives in the mean: k / n for recall, and Σ 1 / (i · n) up to the depth for the reciprocal
    /// rank; exact, so without intervals.</summary>
    public static IEnumerable<SourceRecallRow> Random(string model, IReadOnlyList<SourceRankRow> spans, int trainingRows, int depth)
    {
        var reciprocal = Enumerable.Range(1, Math.Min(depth, trainingRows)).Sum(rank => 1.0 / rank) / trainingRows;
        foreach (
            var (measure, value) in new[]
            {
                (RecallMeasure.RecallAt1, 1.0 / trainingRows),
                (RecallMeasure.RecallAt10, Math.Min(1, (double)Few / trainingRows)),
                (RecallMeasure.Mrr, reciprocal),
            }
        )
        {
            var row = Row((model, SearchMethod.Random, null), measure, spans, _ => value, trainingRows);
            (row.PromptLow, row.PromptHigh, row.SourceLow, row.SourceHigh, row.Exact) = (null, null, null, null, false);
            yield return row;
        }
    }

    private static SourceRecallRow Row(
        (string Model, SearchMethod Method, SearchQuery? Query) label,
        RecallMeasure measure,
        IReadOnlyList<SourceRankRow> ranks,
        Func<SourceRankRow, double> score,
        int trainingRows
    )
    {
        var values = ranks.Select(score).ToList();
        var byPrompt = new ClusteredSample(values, ranks.Select(rank => rank.InstanceId).ToList());
        var bySource = new ClusteredSample(values, ranks.Select(rank => rank.SourceInstanceId).ToList());
        var (prompts, sources) = (byPrompt.ShareInterval, bySource.ShareInterval);
        return new SourceRecallRow
        {
            Model = label.Model,
            Method = label.Method,
            Query = label.Query,
            Measure = measure,
            Value = byPrompt.Mean,
            PromptLow = prompts?.Low,
            PromptHigh = prompts?.High,
            SourceLow = sources?.Low,
            SourceHigh = sources?.High,
            Exact = byPrompt.IsUnanimous,
            Spans = values.Count,
            Prompts = byPrompt.Clusters,
            SourceRows = bySource.Clusters,
            TrainingRows = trainingRows,
        };
    }
}
