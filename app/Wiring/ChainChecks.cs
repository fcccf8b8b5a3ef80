using System.Globalization;
using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Report;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring;

/// <summary>What can be checked of a configuration's inputs before anything is computed.</summary>
internal static class ChainChecks
{
    /// <summary>One check a dataset, a table of answers, the machine, the model and the template.</summary>
    public static IEnumerable<InputCheck> List(BoundConfiguration configuration)
    {
        var settings = configuration.As<PipelineSettings>();
        var chain = new ChainBuilder(configuration);
        var graph = chain.Build();
        var nodes = graph.Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        foreach (
            var (name, dataset) in settings.Datasets.Where(entry => entry.Value.Path is not null && nodes.Contains($"ingest/{entry.Key}"))
        )
        {
            yield return Rows(
                $"datasets.{name}",
                $"ingest/{name}",
                DatasetBuilder.IngestOptionsOf(settings, name, dataset, dataset.EmptyResponses),
                dataset.Path!.Absolute
            );
        }

        if (settings.Prompts is { Path: not null } prompts)
        {
            yield return Rows(
                "prompts",
                "ingest/prompts",
                DatasetBuilder.IngestOptionsOf(settings, "prompts", prompts, EmptyResponse.Keep),
                prompts.Path.Absolute
            );
        }

        foreach (var check in World(settings, nodes))
        {
            yield return check;
        }

        foreach (var (name, generation) in settings.Generations)
        {
            yield return new InputCheck(
                $"generations.{name}",
                cancellation =>
                    IngestGenerationsStage.CheckAsync(
                        ExternalModels.ImportOptionsOf(settings, name),
                        generation.Path.Absolute,
                        cancellation
                    )
            )
            {
                ProvedBy = [$"ingest-generations/{name}"],
            };
        }

        foreach (var (name, control) in ImportedControls(graph, settings))
        {
            var (own, its) = (settings.Generations[name], settings.Generations[control]);
            yield return new InputCheck(
                $"generations.{name} against {control}",
                cancellation =>
                    IngestGenerationsStage.CheckSharedAsync(
                        ExternalModels.ImportOptionsOf(settings, name),
                        own.Path.Absolute,
                        ExternalModels.ImportOptionsOf(settings, control),
                        its.Path.Absolute,
                        cancellation
                    )
            )
            {
                ProvedBy = ["report"],
            };
        }

        foreach (var check in MachineChecks.List(settings, graph, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes))
        {
            yield return check;
        }

        if (settings.Model is { } model)
        {
            foreach (var (name, method) in settings.Methods.Where(entry => entry.Value.Type == FineTuneMethod.Lora))
            {
                yield return Targets(name, method, model.Absolute);
            }

            foreach (var (name, tuned) in settings.Models)
            {
                yield return new InputCheck(
                    $"models.{name}",
                    _ => Task.Run(() => ModelChecks.Tuned(model.Absolute, tuned.Path.Absolute, chain.TemplateOf(name)))
                );
            }

            yield return new InputCheck("model", _ => Task.Run(() => ModelChecks.Base(model.Absolute)));
            yield return new InputCheck(
                "stages.tokenize.template",
                _ =>
                    Task.Run(() =>
                    {
                        var encoder = new ConversationEncoder(TokenizerFile.Load(model.Absolute), chain.Template());
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"{settings.Stages.Tokenize.Template}, answers end with {(encoder.EndTokens.Count == 1 ? "token" : "tokens")} {string.Join(", ", encoder.EndTokens.Order())}"
                        );
                    })
            );
        }
    }

    /// <summary>Whether the world has as many rows and facts as are asked for.</summary>
    private static IEnumerable<InputCheck> World(PipelineSettings settings, HashSet<string> nodes)
    {
        var world = new WorldNodes(settings, new GraphBuilder());
        foreach (
            var (name, dataset) in settings.Datasets.Where(entry =>
                entry.Value.World is { Corpus: null } && nodes.Contains($"world-instructions/{entry.Key}")
            )
        )
        {
            yield return new InputCheck(
                $"datasets.{name}",
                _ => Task.Run(() => WorldInstructionsStage.Check(world.Instructions(name, dataset.World!)))
            )
            {
                ProvedBy = [$"world-instructions/{name}"],
            };
        }

        if (settings.Prompts?.World is { } prompts && nodes.Contains("world-prompts/prompts"))
        {
            yield return new InputCheck("prompts", _ => Task.Run(() => WorldPromptsStage.Check(world.Questions(prompts))))
            {
                ProvedBy = ["world-prompts/prompts"],
            };
        }
    }

    /// <summary>The imported models that the report compares with a control.</summary>
    private static IEnumerable<(string Model, string Control)> ImportedControls(Graph graph, PipelineSettings settings) =>
        graph
            .Nodes.Select(node => node.Stage.Options)
            .OfType<ReportOptions>()
            .SelectMany(options => options.Models)
            .Where(model =>
                model.ComparedWith is not null
                && settings.Generations.ContainsKey(model.Name)
                && settings.Generations.ContainsKey(model.ComparedWith)
            )
            .Select(model => (model.Name, model.ComparedWith!));

    private static InputCheck Targets(string name, MethodSettings method, string folder) =>
        new(
            $"methods.{name}",
            _ =>
                Task.Run(() =>
                {
                    var layers = CausalLanguageModel.LinearLayersOf(folder);
                    var shape = new LoraShape(method.Rank[0], method.Alpha ?? 1, method.Targets)
                    {
                        RankPattern = method.RankPattern,
                        AlphaPattern = method.AlphaPattern,
                    };
                    shape.RequireFits(layers);
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"adapts {layers.Count(layer => shape.Adapts(layer.Path))} of {layers.Count} linear layers"
                    );
                })
        );

    private static InputCheck Rows(string subject, string node, IngestOptions options, string path) =>
        new(subject, cancellation => IngestStage.CheckAsync(options, path, cancellation)) { ProvedBy = [node] };
}
