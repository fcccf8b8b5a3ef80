using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Data;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring;

/// <summary>Wires the measurement of retrieval against true sources.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">Say what attribution searches.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="models">The base and the models tuned here.</param>
/// <param name="dataset">The node of a dataset.</param>
/// <param name="tables">Has the models' spans.</param>
/// <param name="retrieval">Has every way to find rows.</param>
internal sealed class SourceRecallBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    IReadOnlyList<ComparedModel> models,
    Func<string, StageNode> dataset,
    SpanTables tables,
    RetrievalBuilder retrieval
)
{
    /// <summary>What the report shows of it.</summary>
    public NodeInput[] Build(SourceRecallSettings recall)
    {
        var chosen = new ModelChoice(configuration, models).Choose("source_recall.model", recall.Model);
        var ways = (
            from method in recall.Methods.Distinct()
            from query in recall.Queries.Distinct()
            select (
                Method: method,
                Query: query,
                Way: new RetrievalWay(Searched(method), query == RetrievalQuery.Answer ? SearchQuery.Answer : SearchQuery.PromptAndAnswer)
            )
        ).ToList();
        var node = graph.Fold(
            "source-recall",
            new SourceRecallStage(
                new SourceRecallOptions
                {
                    Models = chosen.Select(model => new BorrowingModel(model.Name, model.Tuning!.Variant, model.Dataset!)).ToList(),
                    Ways = ways.ConvertAll(way => way.Way),
                    Depth = recall.Depth,
                    Search = recall.Spans == SpanEvidence.Attribute ? settings.Stages.Attribute.Search : [InstanceField.Response],
                }
            ),
            [
                .. chosen.Select(model => new NodeOutput(
                    SourceRecallStage.Spans + model.Name,
                    tables.Find("source_recall.spans", model, models, recall.Spans)
                )),
                .. chosen
                    .Select(model => model.Dataset!)
                    .Distinct(StringComparer.Ordinal)
                    .Select(name => new NodeOutput(SourceRecallStage.Instances + name, dataset(name))),
                .. from model in chosen
                from way in ways
                let query = way.Query == RetrievalQuery.Answer ? TextSource.AnswersAlone : TextSource.Answers
                select new NodeOutput(
                    SourceRecallStage.Neighbours(model.Name, way.Way),
                    retrieval.Retrieved(model, model.Dataset!, way.Method, query, recall.Depth)
                ),
            ]
        );
        return [new NodeOutput(ReportStage.SourceRecall, node, OutputScope.Everything)];
    }

    private static SearchMethod Searched(RetrievalMethod method) =>
        method switch
        {
            RetrievalMethod.HiddenState => SearchMethod.HiddenState,
            RetrievalMethod.Tfidf => SearchMethod.Tfidf,
            _ => SearchMethod.Bm25,
        };
}
