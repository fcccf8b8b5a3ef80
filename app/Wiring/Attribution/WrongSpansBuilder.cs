using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.WrongSpans;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires how many wrong spans come from a row.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="marks">Say which spans are wrong.</param>
/// <param name="verdicts">Judge where spans come from.</param>
internal sealed class WrongSpansBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    MarkBuilder marks,
    VerdictsBuilder verdicts
)
{
    /// <summary>The table of all models whose answers are compared with training rows; null where the settings do not ask.</summary>
    /// <param name="asked">The base and the models with weights.</param>
    /// <param name="imported">The models whose answers were written elsewhere.</param>
    /// <param name="counterfactuals">What became of spans without their rows; null where that was not asked.</param>
    /// <exception cref="InputException">No model's answers are marked and compared with rows.</exception>
    public StageNode? Build(
        IReadOnlyList<ComparedModel> asked,
        IReadOnlyList<ComparedModel> imported,
        CounterfactualTables? counterfactuals
    )
    {
        if (settings.Spans is null)
        {
            return null;
        }

        ComparedModel[] all = [.. asked, .. imported];
        var marked = (
            from among in (IReadOnlyList<ComparedModel>[])[asked, imported]
            from model in among
            where model.IsCompared
            let node = marks.Build(model, all)
            where node is not null
            select (Model: model, Marks: node, Judged: verdicts.Build(model, among, counterfactuals))
        ).ToList();
        return marked.Count == 0
            ? throw configuration.Invalid("spans", "no model's answers can be marked and compared with training rows.")
            : graph.Fold(
                "wrong-spans",
                new WrongSpansStage(
                    new WrongSpansOptions
                    {
                        Models = marked.ConvertAll(entry => new MarkedModel(
                            entry.Model.Name,
                            entry.Judged.Control is not null,
                            entry.Model.Shift is not null
                        )),
                        Seed = settings.Spans.Seed,
                    }
                ),
                [
                    .. marked.SelectMany(entry =>
                        (NodeInput[])
                            [
                                new NodeOutput(WrongSpansStage.Answers + entry.Model.Name, entry.Model.Answers),
                                new NodeOutput(WrongSpansStage.Marks + entry.Model.Name, entry.Marks),
                                new NodeOutput(WrongSpansStage.Spans + entry.Model.Name, entry.Judged.Spans),
                            ]
                    ),
                ]
            );
    }
}
