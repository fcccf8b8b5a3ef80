using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.ResponseIndex;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires attribution: the spans of answers that stand verbatim in training rows, and who else wrote them.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="retrieval">Finds the rows to look in.</param>
/// <param name="controls">Say which models a model is held against.</param>
internal sealed class AttributionBuilder(PipelineSettings settings, GraphBuilder graph, RetrievalBuilder retrieval, ControlChoice controls)
{
    /// <summary>The spans of a model's answers, in the rows that it was trained on.</summary>
    /// <param name="model">The model, whose dataset is known.</param>
    /// <param name="models">Its controls among others, which it is told wrote a span too.</param>
    public StageNode Build(ComparedModel model, IReadOnlyList<ComparedModel> models) =>
        Attributed(model, model.Dataset!, model.Name, controls.Find(model, models));

    /// <summary>
    /// The spans of a control's answers, in the rows that a model was trained on, which that model did not write. Counted alike both ways,
    /// the difference is what training on the rows added.
    /// </summary>
    /// <param name="control">The control.</param>
    /// <param name="model">The model, whose dataset is known.</param>
    public StageNode BuildAgainst(ComparedModel control, ComparedModel model) =>
        Attributed(control, model.Dataset!, $"{control.Name}-against-{model.Name}", [model]);

    private StageNode Attributed(ComparedModel model, WiredDataset rows, string id, IReadOnlyList<ComparedModel> against) =>
        graph.Map(
            $"attribute/{id}",
            new AttributeStage(settings.Stages.Attribute),
            [
                new NodeOutput(AttributeStage.Answers, model.Answers),
                new NodeOutput(AttributeStage.Neighbours, retrieval.Build(model, rows)),
            ],
            [
                new NodeOutput(AttributeStage.Instances, rows.Rows),
                new NodeOutput(AttributeStage.Index, Indexed(rows), OutputScope.Everything),
                .. against.Select(control => new NodeOutput(AttributeStage.Controls + control.Name, control.Answers)),
            ]
        );

    private StageNode Indexed(WiredDataset rows) =>
        graph.Fold(
            $"response-index/{rows.Name}",
            new ResponseIndexStage(new ResponseIndexOptions { Search = settings.Stages.Attribute.Search }),
            [new NodeOutput(ResponseIndexStage.Instances, rows.Rows)]
        );
}
