using Pipeline.App.Settings;
using Pipeline.Engine.Planning;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring;

/// <summary>Wires what is made of the fictional world: texts, instruction-tuning sets, prompts, and the truth about each.</summary>
internal sealed class WorldNodes(PipelineSettings settings, GraphBuilder graph)
{
    /// <summary>The rows of a dataset of the world.</summary>
    public StageNode Dataset(string name, WorldDatasetSettings dataset) =>
        dataset.Corpus is { } corpus
            ? graph.Fold(
                $"world-corpus/{name}",
                new WorldCorpusStage(corpus with { World = settings.World, Dataset = name, PartRows = settings.Stages.Ingest.PartRows })
            )
            : graph.Fold($"world-instructions/{name}", new WorldInstructionsStage(Instructions(name, dataset)));

    /// <summary>The fact table and the value pools.</summary>
    public StageNode Facts() => graph.Fold("world-facts", new WorldFactsStage(new WorldFactsOptions { World = settings.World }));

    /// <summary>Prompts; equal options are one node, whatever they are called.</summary>
    public StageNode Prompts(WorldPromptsOptions options) => graph.Fold($"world-prompts/{options.Dataset}", new WorldPromptsStage(options));

    /// <summary>What the stages are told of an instruction-tuning set.</summary>
    public WorldInstructionsOptions Instructions(string name, WorldDatasetSettings dataset) =>
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

    /// <summary>What the stages are told of the prompts that every model answers.</summary>
    public WorldPromptsOptions Questions(WorldPromptSettings prompts) =>
        new()
        {
            World = settings.World,
            Known = prompts.Known,
            Unknown = prompts.Unknown,
            Seed = prompts.Seed,
            PartRows = settings.Stages.Ingest.PartRows,
        };
}
