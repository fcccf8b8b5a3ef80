using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.World;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.SourceSimilarity;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires how near answers are to the rows that they borrowed from.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="borrowings">Say what is called borrowed.</param>
/// <param name="measures">Have what is borrowed for certain.</param>
/// <param name="retrieval">Has embeddings and the search by words.</param>
internal sealed class SourceSimilarityBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    BorrowingsBuilder borrowings,
    WorldMeasureBuilder measures,
    RetrievalBuilder retrieval
)
{
    /// <summary>Rows that BM25 finds for an answer, among which the first that it did not borrow from is looked for; as deep as the recall
    /// of sources, where that is measured, so that both read one table.</summary>
    private const int Depth = 100;

    /// <summary>The table; null where the settings do not ask.</summary>
    /// <param name="models">The base and the models with weights.</param>
    public StageNode? Build(IReadOnlyList<ComparedModel> models)
    {
        if (settings.SourceSimilarity is not { } similarity)
        {
            return null;
        }

        var chosen = new ModelChoice(configuration, models).Choose("source_similarity.model", similarity.Model);
        return graph.Fold(
            "source-similarity",
            new SourceSimilarityStage(
                new SourceSimilarityOptions
                {
                    Models = chosen.Select(model => new BorrowingAnswers(model.Name, model.Tuning!.Variant, model.Dataset!.Name)).ToList(),
                    RandomRows = similarity.RandomRows,
                    Seed = similarity.Seed,
                }
            ),
            [
                .. chosen.SelectMany(model => Tables(model, models)),
                .. chosen
                    .Select(model => model.Dataset!)
                    .DistinctBy(dataset => dataset.Name, StringComparer.Ordinal)
                    .SelectMany(dataset =>
                        (NodeInput[])
                            [
                                new NodeOutput(SourceSimilarityStage.Instances + dataset.Name, dataset.Rows),
                                new NodeOutput(SourceSimilarityStage.InstanceVectors + dataset.Name, retrieval.EmbedRows(dataset)),
                            ]
                    ),
            ]
        );
    }

    private IEnumerable<NodeInput> Tables(ComparedModel model, IReadOnlyList<ComparedModel> models)
    {
        yield return new NodeOutput(SourceSimilarityStage.Answers + model.Name, model.Answers);
        yield return new NodeOutput(SourceSimilarityStage.Spans + model.Name, borrowings.Build(model, models).Spans);
        yield return new NodeOutput(SourceSimilarityStage.AnswerVectors + model.Name, retrieval.EmbedAnswers(model, model.Dataset!));
        yield return new NodeOutput(
            SourceSimilarityStage.Neighbours + model.Name,
            retrieval.Build(model, model.Dataset!, RetrievalMethod.Bm25, TextSource.Answers, settings.SourceRecall?.Depth ?? Depth)
        );
        if (measures.BuildBorrowings(model) is { } certain)
        {
            yield return new NodeOutput(SourceSimilarityStage.Certain + model.Name, certain);
        }
    }
}
