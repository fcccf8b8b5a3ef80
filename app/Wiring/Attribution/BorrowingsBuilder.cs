using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires the verdict on a model's spans, held against its control's.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="attribution">Finds the spans.</param>
/// <param name="controls">Have what they are held against.</param>
internal sealed class BorrowingsBuilder(
    PipelineSettings settings,
    GraphBuilder graph,
    AttributionBuilder attribution,
    ControlBuilder controls
)
{
    /// <summary>The judged spans of a model, and rates beside its control's.</summary>
    /// <param name="model">The model, whose dataset is known.</param>
    /// <param name="models">The models that a control can be found among.</param>
    public JudgedSpans Build(ComparedModel model, IReadOnlyList<ComparedModel> models)
    {
        var control = controls.Build(model, models);
        var node = graph.Fold(
            $"borrowings/{model.Name}",
            new BorrowingsStage(
                new BorrowingsOptions
                {
                    Model = model.Name,
                    Control = control?.Kind ?? ControlKind.Base,
                    ControlName = control?.Name ?? "",
                    SameRequest = settings.Control.SameRequest,
                    EqualWords = settings.Control.EqualWords,
                }
            ),
            [
                new NodeOutput(BorrowingsStage.Answers, model.Answers),
                new NodeOutput(BorrowingsStage.Spans, attribution.Build(model, control?.Corpus ?? [])),
                new NodeOutput(BorrowingsStage.Instances, model.Dataset!.Rows),
                .. (control?.Controls ?? []).SelectMany(side => Side(BorrowingsStage.ControlAnswers, BorrowingsStage.ControlSpans, side)),
                .. (control?.Halves ?? []).SelectMany(side => Side(BorrowingsStage.HalfAnswers, BorrowingsStage.HalfSpans, side)),
            ]
        );
        return new JudgedSpans(node, node, control);
    }

    private static NodeInput[] Side(string answers, string spans, AttributedModel side) =>
        [new NodeOutput(answers + side.Model.Name, side.Model.Answers), new NodeOutput(spans + side.Model.Name, side.Spans)];
}
