using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Attribution;
using Pipeline.Engine.Planning;
using Pipeline.Stages.World.Validity;

namespace Pipeline.App.Wiring.World;

/// <summary>Wires what verdicts on spans are worth: held against the fictional world's certain borrowings.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="verdicts">Judge spans.</param>
/// <param name="measures">Have what is certain.</param>
internal sealed class ValidityBuilder(GraphBuilder graph, VerdictsBuilder verdicts, WorldMeasureBuilder measures)
{
    /// <summary>The table of all models of which the truth is known; null where there is none.</summary>
    /// <param name="models">The base and all models with weights.</param>
    /// <param name="counterfactuals">What became of spans without their rows; null where that was not asked.</param>
    public StageNode? Build(IReadOnlyList<ComparedModel> models, CounterfactualTables? counterfactuals)
    {
        var known = models
            .Where(model => model is { Tuning: not null, Dataset: not null })
            .Select(model => (model.Name, Certain: measures.BuildBorrowings(model), Model: model))
            .Where(entry => entry.Certain is not null)
            .ToList();
        return known.Count == 0
            ? null
            : graph.Fold(
                "world-validity",
                new ValidityStage(new ValidityOptions { Models = known.ConvertAll(entry => entry.Name) }),
                [
                    .. known.Select(entry => new NodeOutput(
                        ValidityStage.Spans + entry.Name,
                        verdicts.Build(entry.Model, models, counterfactuals).Spans
                    )),
                    .. known.Select(entry => new NodeOutput(ValidityStage.Certain + entry.Name, entry.Certain!)),
                ]
            );
    }
}
