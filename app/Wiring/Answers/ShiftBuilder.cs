using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires the token shift: a model against the base or against another, with each wrapper of the base's prompt.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="baseModel">What tuned models are held against.</param>
/// <param name="unrelated">Say which datasets a model's words are held against beside its own.</param>
internal sealed class ShiftBuilder(PipelineSettings settings, GraphBuilder graph, BaseModelInput baseModel, UnrelatedDatasets unrelated)
{
    private readonly OrderedDictionary<string, MeasuredShift> _tables = new(StringComparer.Ordinal);

    /// <summary>All that was measured, in the order in which it first was.</summary>
    public IReadOnlyList<MeasuredShift> Tables => _tables.Values.AsReadOnly();

    /// <summary>Measures a model on its answers against the base.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The model with its token shift.</returns>
    public ComparedModel Measure(ComparedModel model) =>
        model with
        {
            Shift = Add(model.Name, "base", model, model.ReadWeightsAs(ShiftStage.Tuned)),
        };

    /// <summary>The same for a model that the summary does not tell of.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The model with its token shift.</returns>
    public ComparedModel MeasureApart(ComparedModel model) =>
        model with
        {
            Shift = Wire(model.Name, "base", model, model.ReadWeightsAs(ShiftStage.Tuned)),
        };

    /// <summary>Measures a model on its answers against another.</summary>
    /// <param name="from">The model on the base's side.</param>
    /// <param name="to">The model.</param>
    public void MeasureAgainst(ComparedModel from, ComparedModel to) =>
        Add(
            $"{to.Name}-against-{from.Name}",
            from.Name,
            to,
            [.. from.ReadWeightsAs(ShiftStage.Reference), .. to.ReadWeightsAs(ShiftStage.Tuned)]
        );

    private StageNode Add(string name, string reference, ComparedModel model, IReadOnlyList<NodeInput> weights)
    {
        var (table, reported) = (Wire(name, reference, model, weights), model.Reported);
        _tables[name] = new MeasuredShift(
            new SummarisedModel(
                name,
                model.Name,
                reference,
                reported.Method,
                reported.Dataset,
                model.Series,
                model.Seed,
                reported.Method == TuningMethod.Base ? unrelated.ListAll() : unrelated.List(reported.Dataset)
            ),
            table
        );
        return table;
    }

    private StageNode Wire(string name, string reference, ComparedModel model, IReadOnlyList<NodeInput> weights)
    {
        var (shift, reported) = (settings.Stages.Shift, model.Reported);
        var options = shift with
        {
            Model = model.Name,
            Method = reported.Method,
            Reference = reference,
            Template = model.Template,
            BaseWrappers = [BaseWrapper.Same, .. shift.BaseWrappers.Except([BaseWrapper.Same])],
        };
        return graph.Map(
            $"shift/{name}",
            new ShiftStage(options),
            [new NodeOutput(ShiftStage.Answers, model.Answers)],
            [baseModel.ReadAs(ShiftStage.Model), .. weights]
        );
    }
}
