using Pipeline.App.Wiring.Answers;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Verdicts;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires the last word on a model's spans: what the evidence says, and what retraining says where it was asked for.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="borrowings">Judge spans by the evidence.</param>
internal sealed class VerdictsBuilder(GraphBuilder graph, BorrowingsBuilder borrowings)
{
    /// <summary>The judged spans of a model, and where its rates are.</summary>
    /// <param name="model">The model, whose dataset is known.</param>
    /// <param name="models">The models that a control can be found among.</param>
    /// <param name="counterfactuals">What became of spans without their rows; null where that was not asked.</param>
    public JudgedSpans Build(ComparedModel model, IReadOnlyList<ComparedModel> models, CounterfactualTables? counterfactuals)
    {
        var judged = borrowings.Build(model, models);
        return counterfactuals?.Find(model.Name) is { } table
            ? judged with
            {
                Spans = graph.Fold(
                    $"verdicts/{model.Name}",
                    new VerdictsStage(new VerdictsOptions(model.Name)),
                    [new NodeOutput(VerdictsStage.Spans, judged.Spans), new NodeOutput(VerdictsStage.Retrained, table.Spans)]
                ),
            }
            : judged;
    }
}
