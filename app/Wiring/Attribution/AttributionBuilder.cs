using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.ResponseIndex;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires attribution: the spans of answers that stand verbatim in training rows, with their evidence.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="retrieval">Ranks the rows that hold a span.</param>
internal sealed class AttributionBuilder(PipelineSettings settings, GraphBuilder graph, RetrievalBuilder retrieval)
{
    /// <summary>The spans of a model's answers, in the rows that it was trained on.</summary>
    /// <param name="model">The model, whose dataset is known.</param>
    /// <param name="corpus">The answers of its controls, whose words are counted beside the rows'.</param>
    public StageNode Build(ComparedModel model, IReadOnlyList<ComparedModel> corpus) =>
        Attributed(model, model.Dataset!, model.Name, corpus);

    /// <summary>The spans of a model's answers, in rows that another model was trained on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="trained">The name of the model that was trained on them.</param>
    /// <param name="corpus">The answers that that model is told of.</param>
    public StageNode BuildAgainst(ComparedModel model, WiredDataset rows, string trained, IReadOnlyList<ComparedModel> corpus) =>
        Attributed(model, rows, $"{model.Name}-against-{trained}", corpus);

    private StageNode Attributed(ComparedModel model, WiredDataset rows, string id, IReadOnlyList<ComparedModel> corpus)
    {
        NodeOutput[] shift = model.Shift is { } measured ? [new NodeOutput(AttributeStage.Shift, measured)] : [];
        return graph.Map(
            $"attribute/{id}",
            new AttributeStage(settings.Stages.Attribute),
            [
                new NodeOutput(AttributeStage.Answers, model.Answers),
                new NodeOutput(AttributeStage.Neighbours, retrieval.Build(model, rows)),
                .. shift,
            ],
            [
                new NodeOutput(AttributeStage.Instances, rows.Rows),
                new NodeOutput(AttributeStage.Index, Indexed(rows), OutputScope.Everything),
                .. corpus.Select(control => new NodeOutput(AttributeStage.Corpus + control.Name, control.Answers)),
            ]
        );
    }

    private StageNode Indexed(WiredDataset rows) =>
        graph.Fold(
            $"response-index/{rows.Name}",
            new ResponseIndexStage(new ResponseIndexOptions { Search = settings.Stages.Attribute.Search }),
            [new NodeOutput(ResponseIndexStage.Instances, rows.Rows)]
        );
}
