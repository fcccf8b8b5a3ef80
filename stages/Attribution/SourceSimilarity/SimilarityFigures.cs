using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>Means over the pairs of one model, or of all seeds of one, with intervals, and by how much sources are nearer than other
/// rows.</summary>
internal static class SimilarityFigures
{
    /// <summary>The figures of a model; none of evidence without pairs.</summary>
    /// <param name="model">What the rows are called.</param>
    /// <param name="pairs">The pairs.</param>
    public static IEnumerable<SourceSimilarityRow> Summarise(string model, IEnumerable<AnswerPairRow> pairs)
    {
        foreach (var evidence in pairs.GroupBy(pair => pair.Evidence).OrderBy(group => group.Key))
        {
            foreach (var measure in Enum.GetValues<SimilarityMeasure>())
            {
                var kinds = evidence.GroupBy(pair => pair.Kind).ToDictionary(kind => kind.Key, kind => Means(kind, measure));
                foreach (var (kind, means) in kinds.OrderBy(kind => kind.Key).Where(kind => kind.Value.Count > 0))
                {
                    yield return Row(model, evidence.Key, kind, null, measure, means);
                }

                foreach (var (other, means) in kinds.OrderBy(kind => kind.Key).Where(kind => kind.Key != PairKind.Source))
                {
                    var paired = kinds[PairKind.Source]
                        .Where(source => means.ContainsKey(source.Key))
                        .ToDictionary(source => source.Key, source => source.Value - means[source.Key]);
                    if (paired.Count > 0)
                    {
                        yield return Row(model, evidence.Key, PairKind.Source, other, measure, paired);
                    }
                }
            }
        }
    }

    /// <summary>The mean of each answer and source over the rows of one kind that they are paired with.</summary>
    private static Dictionary<AnswerSource, double> Means(IEnumerable<AnswerPairRow> pairs, SimilarityMeasure measure) =>
        pairs
            .Select(pair =>
                (
                    Key: new AnswerSource(pair.Model, pair.InstanceId, pair.Sample, pair.SourceInstanceId),
                    Value: measure == SimilarityMeasure.Cosine ? pair.Cosine : pair.KeywordOverlap
                )
            )
            .Where(pair => pair.Value is not null)
            .GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Average(pair => pair.Value!.Value));

    private static SourceSimilarityRow Row(
        string model,
        PairEvidence evidence,
        PairKind kind,
        PairKind? against,
        SimilarityMeasure measure,
        Dictionary<AnswerSource, double> means
    )
    {
        var (values, keys) = (means.Values.ToList(), means.Keys.ToList());
        var byPrompt = new ClusteredSample(values, keys.ConvertAll(key => key.InstanceId));
        var bySource = new ClusteredSample(values, keys.ConvertAll(key => key.SourceInstanceId));
        return new SourceSimilarityRow
        {
            Model = model,
            Evidence = evidence,
            Kind = kind,
            Against = against,
            Measure = measure,
            Value = byPrompt.Mean,
            PromptLow = byPrompt.MeanInterval?.Low,
            PromptHigh = byPrompt.MeanInterval?.High,
            SourceLow = bySource.MeanInterval?.Low,
            SourceHigh = bySource.MeanInterval?.High,
            Pairs = values.Count,
            Prompts = byPrompt.Clusters,
            SourceRows = bySource.Clusters,
        };
    }

    /// <summary>An answer and a row that something in it was borrowed from.</summary>
    private readonly record struct AnswerSource(string Model, string InstanceId, int Sample, string SourceInstanceId);
}
