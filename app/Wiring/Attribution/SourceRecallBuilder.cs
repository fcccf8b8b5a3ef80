using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Data;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires the measurement of retrieval against true sources.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">Say what attribution searches.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="spans">Have what models borrowed.</param>
/// <param name="retrieval">Has every way to find rows.</param>
internal sealed class SourceRecallBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    SpanTables spans,
    RetrievalBuilder retrieval
)
{
    /// <summary>How often each way of retrieval finds the source of a span; null where the settings do not ask.</summary>
    /// <param name="models">The base and the models with weights.</param>
    public StageNode? Build(IReadOnlyList<ComparedModel> models)
    {
        if (settings.SourceRecall is not { } recall)
        {
            return null;
        }

        var chosen = new ModelChoice(configuration, models).Choose("source_recall.model", recall.Model);
        var ways = (
            from method in recall.Methods.Distinct()
            from query in recall.Queries.Distinct()
            select (
                Method: method,
                Query: query == RetrievalQuery.Answer ? TextSource.AnswersAlone : TextSource.Answers,
                Way: new RetrievalWay(Describe(method), query == RetrievalQuery.Answer ? SearchQuery.Answer : SearchQuery.PromptAndAnswer)
            )
        ).ToList();
        return graph.Fold(
            "source-recall",
            new SourceRecallStage(
                new SourceRecallOptions
                {
                    Models = chosen.Select(model => new BorrowingModel(model.Name, model.Tuning!.Variant, model.Dataset!.Name)).ToList(),
                    Ways = ways.ConvertAll(way => way.Way),
                    Level = recall.Level,
                    Depth = recall.Depth,
                    Search = recall.Spans == SpanEvidence.Attribute ? settings.Stages.Attribute.Search : [InstanceField.Response],
                }
            ),
            [
                .. chosen.Select(model => new NodeOutput(
                    SourceRecallStage.Spans + model.Name,
                    spans.Find("source_recall.spans", model, models, recall.Spans)
                )),
                .. chosen
                    .Select(model => model.Dataset!)
                    .DistinctBy(dataset => dataset.Name, StringComparer.Ordinal)
                    .Select(dataset => new NodeOutput(SourceRecallStage.Instances + dataset.Name, dataset.Rows)),
                .. from model in chosen
                from way in ways
                select new NodeOutput(
                    SourceRecallStage.Neighbours(model.Name, way.Way),
                    retrieval.Build(model, model.Dataset!, way.Method, way.Query, recall.Depth)
                ),
            ]
        );
    }

    private static SearchMethod Describe(RetrievalMethod method) =>
        method switch
        {
            RetrievalMethod.HiddenState => SearchMethod.HiddenState,
            RetrievalMethod.Tfidf => SearchMethod.Tfidf,
            RetrievalMethod.Sentence => SearchMethod.Sentence,
            RetrievalMethod.Fusion => SearchMethod.Fusion,
            _ => SearchMethod.Bm25,
        };
}
