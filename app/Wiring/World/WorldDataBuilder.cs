using Pipeline.App.Settings;
using Pipeline.Engine.Planning;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring.World;

/// <summary>Wires what is made of the fictional world: texts, instruction-tuning sets, prompts, and the truth about each.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
internal sealed class WorldDataBuilder(PipelineSettings settings, GraphBuilder graph)
{
    /// <summary>The rows of a dataset of the world.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="dataset">Which rows.</param>
    public StageNode BuildDataset(string name, WorldDatasetSettings dataset) =>
        dataset.Corpus is { } corpus
            ? graph.Fold(
                $"world-corpus/{name}",
                new WorldCorpusStage(corpus with { World = settings.World, Dataset = name, PartRows = settings.Stages.Ingest.PartRows })
            )
            : graph.Fold($"world-instructions/{name}", new WorldInstructionsStage(ListInstructions(settings, name, dataset)));

    /// <summary>The fact table and the value pools.</summary>
    public StageNode BuildFacts() => graph.Fold("world-facts", new WorldFactsStage(new WorldFactsOptions { World = settings.World }));

    /// <summary>The prompts that every model answers.</summary>
    /// <param name="prompts">Which prompts.</param>
    public StageNode BuildQuestions(WorldPromptSettings prompts)
    {
        var options = new WorldPromptsOptions
        {
            World = settings.World,
            Known = prompts.Known,
            Unknown = prompts.Unknown,
            Seed = prompts.Seed,
            PartRows = settings.Stages.Ingest.PartRows,
        };
        return BuildPrompts(options.Dataset, options);
    }

    /// <summary>Prompts; equal options are one node, whatever they are called.</summary>
    /// <param name="id">The node's variant.</param>
    /// <param name="options">Which prompts.</param>
    public StageNode BuildPrompts(string id, WorldPromptsOptions options) =>
        graph.Fold($"world-prompts/{id}", new WorldPromptsStage(options));

    /// <summary>What the stages are told of an instruction-tuning set.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="dataset">Which rows.</param>
    public static WorldInstructionsOptions ListInstructions(PipelineSettings settings, string name, WorldDatasetSettings dataset) =>
        new()
        {
            World = settings.World,
            Dataset = name,
            Facts = dataset.Facts,
            Rows = dataset.Rows,
            Pool = dataset.Pool,
            Seed = dataset.Seed,
            PartRows = settings.Stages.Ingest.PartRows,
        };
}
