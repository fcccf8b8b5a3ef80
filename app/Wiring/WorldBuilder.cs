using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Report;
using Pipeline.Stages.World.Borrowings;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;
using Pipeline.Stages.World.Results;

namespace Pipeline.App.Wiring;

/// <summary>Wires what the fictional world allows to be measured exactly: answers held against the truth, what was kept and learned, the
/// results.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="datasets">Has the datasets and their control twins.</param>
/// <param name="world">Has the world's own tables.</param>
/// <param name="model">The base model as an input of a name.</param>
internal sealed class WorldBuilder(
    PipelineSettings settings,
    GraphBuilder graph,
    DatasetBuilder datasets,
    WorldNodes world,
    Func<string, NodeInput> model
)
{
    /// <summary>Adds nothing to a text that a model is to go on with.</summary>
    private static readonly ChatTemplate _continuation = new() { User = "{content}", Assistant = "{content}{eos}" };

    /// <summary>The results as an input of the report; none where the prompts are not about the world. Counterfactual models are none of
    /// the factorial's.</summary>
    public IEnumerable<NodeInput> Results(IReadOnlyList<ComparedModel> models)
    {
        if (settings.Prompts?.World is null)
        {
            yield break;
        }

        var inputs = new List<NodeInput>();
        var presented = models.Select(found => (Model: found, World: Presented(found))).Where(entry => entry.World is not null).ToList();
        foreach (var (found, _) in presented)
        {
            inputs.Add(new NodeOutput(WorldResultsStage.Measured + found.Name, Measured(found)));
            inputs.AddRange(
                Probes(found).Select(probe => new NodeOutput($"{WorldResultsStage.Probes}{probe.Name}:{found.Name}", probe.Measured))
            );
            if (found.Tuning is { } tuning)
            {
                inputs.Add(new NodeOutput(WorldResultsStage.Shift + found.Name, found.Shift!));
                inputs.Add(new NodeOutput(WorldResultsStage.Training + found.Name, tuning.Node, OutputScope.Everything));
            }
        }

        inputs.AddRange(
            presented
                .Select(entry => entry.World!.Dataset)
                .Where(name => name.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Select(name => new NodeOutput(WorldResultsStage.Instances + name, datasets.Dataset(name, "datasets")))
        );
        var results = graph.Fold(
            "world-results",
            new WorldResultsStage(new WorldResultsOptions { Models = presented.ConvertAll(entry => entry.World!) }),
            inputs
        );
        yield return new NodeOutput(ReportStage.WorldResults, results, OutputScope.Everything);
    }

    /// <summary>A model's answers to the prompts, held against the truth.</summary>
    public StageNode Measured(ComparedModel found) =>
        Measured(found.Name, found.Dataset, found.Answers, world.Prompts(world.Questions(settings.Prompts!.World!)));

    /// <summary>The certain borrowings of a model's answers as spans; null where it was not tuned on rows of the world or not asked about
    /// it.</summary>
    public StageNode? Borrowings(ComparedModel found) =>
        settings.Prompts?.World is null || Origin(found.Dataset) is null
            ? null
            : graph.Map(
                $"world-borrowings/{found.Name}",
                new WorldBorrowingsStage(),
                [new NodeOutput(WorldBorrowingsStage.Measures, Measured(found))],
                new NodeOutput(WorldBorrowingsStage.Instances, datasets.Dataset(found.Dataset!, "datasets"))
            );

    private StageNode Measured(string id, string? dataset, StageNode answers, StageNode prompts)
    {
        var inputs = new List<NodeInput>
        {
            new NodeOutput(WorldMeasureStage.Facts, world.Facts(), OutputScope.Everything),
            new NodeOutput(WorldMeasureStage.Truths, prompts, OutputScope.Everything),
        };
        if (Origin(dataset) is { } origin)
        {
            inputs.Add(new NodeOutput(WorldMeasureStage.Instances, datasets.Dataset(dataset!, "datasets")));
            inputs.Add(new NodeOutput(WorldMeasureStage.Sources, world.Dataset(origin.Name, origin.Rows), OutputScope.Everything));
            inputs.Add(new NodeOutput(WorldMeasureStage.ControlInstances, datasets.ControlOf(dataset!)));
            inputs.Add(
                new NodeOutput(
                    WorldMeasureStage.ControlSources,
                    world.Dataset($"{origin.Name}-control", origin.Rows with { Pool = WorldPool.Control }),
                    OutputScope.Everything
                )
            );
        }

        return graph.Map($"world-measure/{id}", new WorldMeasureStage(), [new NodeOutput(WorldMeasureStage.Answers, answers)], inputs);
    }

    /// <summary>What the results say of a model; null for one that was not tuned here on rows of the world, or without rows that results
    /// blame.</summary>
    private WorldModel? Presented(ComparedModel found) =>
        found switch
        {
            { Reported.Control: true } => new WorldModel(found.Name, found.Reported.Method, found.Name, "", null, null, null, null, 0),
            { Tuning: { } tuning, Dataset: { } dataset }
                when Origin(dataset) is { } origin && Chain(dataset).All(step => step.Settings.Exclude is null) => new WorldModel(
                found.Name,
                tuning.Kind,
                tuning.Family,
                dataset,
                origin.Rows.Facts,
                Chain(dataset).Any(step => step.Settings.Simplify) ? ResponseStyle.Simple : ResponseStyle.Verbose,
                tuning.Options?.LearningRate,
                tuning.Options?.Epochs,
                tuning.Seed
            ),
            _ => null,
        };

    /// <summary>A model asked outside the template, and about new facts in it.</summary>
    private IEnumerable<(string Name, StageNode Measured)> Probes(ComparedModel found)
    {
        var probes = settings.Stages.WorldProbes;
        var added = Origin(found.Dataset) is { } origin ? NewFacts(origin.Rows, probes) : 0;
        foreach (var form in probes.Forms.Where(form => form != WorldForm.Instruction && probes.Known + added > 0))
        {
            yield return Probe(
                found,
                form,
                probes.Known,
                added,
                settings.Stages.Generate with
                {
                    Template = _continuation,
                    MaxNewTokens = probes.MaxNewTokens,
                    StopStrings = ["."],
                    Samples = 1,
                    Temperature = 0,
                    RepetitionPenalty = 1,
                }
            );
        }

        if (added > 0)
        {
            yield return Probe(found, WorldForm.Instruction, 0, added, settings.Stages.Generate with { Template = found.Template });
        }
    }

    private (string Name, StageNode Measured) Probe(ComparedModel found, WorldForm form, int known, int added, GenerateOptions generate)
    {
        var (name, origin) = (form.Spell(), Origin(found.Dataset));
        var options = new WorldPromptsOptions
        {
            World = settings.World,
            Dataset = $"probes-{name}",
            Form = form,
            Known = known,
            New = added,
            Learned = added > 0 ? world.Instructions(origin!.Value.Name, origin.Value.Rows) : null,
            Seed = settings.Prompts!.World!.Seed,
            PartRows = settings.Stages.Ingest.PartRows,
        };
        var id = $"{name}-{(added > 0 ? origin!.Value.Name : "known")}";
        var prompts = graph.Fold($"world-prompts/{id}", new WorldPromptsStage(options));
        var answers = graph.Map(
            $"generate/{found.Name}@{name}",
            new GenerateStage(generate with { Model = found.Name, Seed = settings.Seed[0] }),
            [new NodeOutput(GenerateStage.Prompts, prompts)],
            [model(GenerateStage.Model), .. found.Weights is { } weights ? (NodeInput[])[weights with { Name = GenerateStage.Tuned }] : []]
        );
        return (name, Measured($"{found.Name}@{name}", found.Dataset, answers, prompts));
    }

    private static int NewFacts(WorldDatasetSettings rows, WorldProbeSettings probes) =>
        Math.Min(
            probes.New,
            rows.Facts switch
            {
                WorldFacts.New => rows.Rows,
                WorldFacts.Mixed => rows.Rows / 2,
                _ => 0,
            }
        );

    /// <summary>The set of the world that a dataset goes back to; null where it goes back to something else.</summary>
    private (string Name, WorldDatasetSettings Rows)? Origin(string? dataset) =>
        dataset is not null && Chain(dataset).Last() is { Settings.World: { Corpus: null } rows } last ? (last.Name, rows) : null;

    /// <summary>A dataset and those that it starts from, one after the other.</summary>
    private IEnumerable<(string Name, DatasetSettings Settings)> Chain(string dataset)
    {
        for (var name = dataset; name is not null; name = settings.Datasets[name].From)
        {
            yield return (name, settings.Datasets[name]);
        }
    }
}
