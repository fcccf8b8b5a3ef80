using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.World.Results;

namespace Pipeline.App.Wiring.World;

/// <summary>Wires the results on the fictional world: what each model asserts, invents and borrows, what it kept and learned.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="prompts">What every model is asked.</param>
/// <param name="origins">Say which datasets are about the world.</param>
/// <param name="measures">Hold answers against the truth.</param>
/// <param name="probes">Ask in other forms.</param>
internal sealed class WorldResultsBuilder(
    PipelineSettings settings,
    GraphBuilder graph,
    PromptBuilder prompts,
    WorldOrigins origins,
    WorldMeasureBuilder measures,
    WorldProbeBuilder probes
)
{
    /// <summary>The results; null where the prompts are not about the world. Counterfactual models are none of the factorial's.</summary>
    /// <param name="models">The base and all models with weights.</param>
    public StageNode? Build(IReadOnlyList<ComparedModel> models)
    {
        if (!prompts.AskAboutTheWorld)
        {
            return null;
        }

        var (inputs, presented, datasets) = (new List<NodeInput>(), new List<WorldModel>(), new List<WiredDataset>());
        foreach (var model in models)
        {
            if (Present(model) is not { } world)
            {
                continue;
            }

            presented.Add(world);
            datasets.AddRange(world.Dataset.Length > 0 ? [model.Dataset!] : []);
            inputs.Add(new NodeOutput(WorldResultsStage.Measured + model.Name, measures.Build(model)));
            inputs.AddRange(
                probes.Build(model).Select(probe => new NodeOutput($"{WorldResultsStage.Probes}{probe.Name}:{model.Name}", probe.Measured))
            );
            if (model.Tuning is { } tuning)
            {
                inputs.Add(new NodeOutput(WorldResultsStage.Shift + model.Name, model.Shift!));
                inputs.Add(new NodeOutput(WorldResultsStage.Training + model.Name, tuning.Node, OutputScope.Everything));
            }
        }

        inputs.AddRange(
            datasets
                .DistinctBy(dataset => dataset.Name, StringComparer.Ordinal)
                .Select(dataset => new NodeOutput(WorldResultsStage.Instances + dataset.Name, dataset.Rows))
        );
        return graph.Fold("world-results", new WorldResultsStage(new WorldResultsOptions { Models = presented }), inputs);
    }

    /// <summary>What the results say of a model; null for one that was not tuned here on rows of the world, or without rows that results
    /// blame.</summary>
    private WorldModel? Present(ComparedModel model)
    {
        if (model.Reported.Control)
        {
            return new WorldModel(model.Name, model.Reported.Method, model.Name, "", null, null, null, null, 0);
        }

        if (model.Tuning is not { } tuning || origins.Find(model.Dataset!.Name) is not { } origin)
        {
            return null;
        }

        var steps = origins.ListSteps(model.Dataset.Name).Select(name => settings.Datasets[name]).ToList();
        return steps.Exists(step => step.Exclude is not null)
            ? null
            : new WorldModel(
                model.Name,
                tuning.Kind,
                tuning.Family,
                model.Dataset.Name,
                origin.Rows.Facts,
                steps.Exists(step => step.Simplify) ? ResponseStyle.Simple : ResponseStyle.Verbose,
                tuning.Recipe?.Variant.Options.LearningRate,
                tuning.Recipe?.Variant.Options.Epochs,
                tuning.Seed
            );
    }
}
