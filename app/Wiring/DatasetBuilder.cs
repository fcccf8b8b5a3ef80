using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Data.Filter;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Mix;
using Pipeline.Stages.Data.Sample;
using Pipeline.Stages.Data.Select;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring;

/// <summary>Wires datasets: ingested, mixed, or taken from one another, then filtered, simplified and sampled.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="blame">The tables of results that an exclusion goes by: for a dataset's name and the one it starts from.</param>
internal sealed class DatasetBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    Func<string, string, ExcludeSettings, NodeInput[]> blame
)
{
    private readonly WorldNodes _world = new(settings, graph);
    private readonly Dictionary<string, StageNode> _datasets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StageNode> _roots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resolving = new(StringComparer.Ordinal);

    /// <summary>Refuses a name that is no dataset's.</summary>
    /// <param name="path">The setting that names it.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="InputException">There is no such dataset.</exception>
    public void RequireNamed(string path, string name)
    {
        if (!settings.Datasets.ContainsKey(name))
        {
            throw configuration.Invalid(
                path,
                $"there is no dataset '{name}'; {NearestKey.Advice(name, [.. settings.Datasets.Keys], "datasets")}"
            );
        }
    }

    /// <summary>The node whose table is a dataset as models see it: ingested, filtered, simplified.</summary>
    public StageNode Dataset(string name) => Dataset(name, "datasets");

    /// <summary>The same for a dataset that a certain setting names.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="wantedBy">The setting.</param>
    /// <exception cref="InputException">There is no such dataset, or it depends on itself.</exception>
    public StageNode Dataset(string name, string wantedBy)
    {
        if (_datasets.TryGetValue(name, out var known))
        {
            return known;
        }

        RequireNamed(wantedBy, name);
        if (!_resolving.Add(name))
        {
            throw configuration.Invalid($"datasets.{name}", "the dataset depends on itself.");
        }

        var dataset = settings.Datasets[name];
        var node = Origin(name, dataset);
        _roots[name] = dataset.From is null ? node : _roots[dataset.From];
        node = Changed(name, dataset, node);
        _resolving.Remove(name);
        return _datasets[name] = node;
    }

    private StageNode Origin(string name, DatasetSettings dataset)
    {
        if (new object?[] { dataset.Path, dataset.From, dataset.Mix, dataset.World }.Count(origin => origin is not null) != 1)
        {
            throw configuration.Invalid($"datasets.{name}", "give one of 'path', 'from', 'mix' and 'world'.");
        }

        if (dataset.Mix is not { } mix)
        {
            return dataset.World is { } world ? _world.Dataset(name, world)
                : dataset.Path is not null ? Ingest(name, dataset, dataset.EmptyResponses)
                : Dataset(dataset.From!, $"datasets.{name}.from");
        }

        var parts = mix.Weights.Keys.Select(part => (Name: part, Node: Dataset(part, $"datasets.{name}.mix.weights"))).ToList();
        return graph.Fold(
            $"mix/{name}",
            new MixStage(
                new MixOptions
                {
                    Weights = new SortedDictionary<string, double>(mix.Weights.ToDictionary(), StringComparer.Ordinal),
                    Size = mix.Size,
                    Seed = dataset.SampleSeed,
                    PartRows = settings.Stages.Ingest.PartRows,
                }
            ),
            [
                .. parts.Select(part => new NodeOutput(MixStage.Instances + part.Name, part.Node)),
                .. parts.Select(part => new NodeOutput(MixStage.Sources + part.Name, _roots[part.Name], OutputScope.Everything)),
            ]
        );
    }

    private StageNode Changed(string name, DatasetSettings dataset, StageNode node)
    {
        if (dataset.Exclude is { } exclude)
        {
            var origin =
                dataset.From
                ?? throw configuration.Invalid(
                    $"datasets.{name}.exclude",
                    "'exclude' needs 'from': the dataset whose models the table is about."
                );
            var excluded = graph.Fold(
                $"exclude/{name}",
                new ExcludeStage(
                    new ExcludeOptions
                    {
                        Arm = exclude.Arm,
                        Top = exclude.Top,
                        Seed = exclude.Seed,
                    }
                ),
                [new NodeOutput(ExcludeStage.Instances, node), .. blame(name, origin, exclude)]
            );
            node = graph.Map(
                $"select/{name}",
                new SelectStage(),
                [new NodeOutput(SelectStage.Instances, node)],
                new NodeOutput(SelectStage.Excluded, excluded)
            );
        }

        var partRows = settings.Stages.Ingest.PartRows;
        if (dataset.Filter is { } filter)
        {
            NodeInput[] sources =
                filter.By == QualityScore.Score ? [new NodeOutput(FilterStage.Sources, _roots[name], OutputScope.Everything)] : [];
            node = graph.Fold(
                $"filter/{name}",
                new FilterStage(filter with { Dataset = name, PartRows = partRows }),
                [new NodeOutput(FilterStage.Instances, node), .. sources]
            );
        }

        if (dataset.Simplify)
        {
            node = graph.Map(
                $"simplify/{name}",
                new SimplifyStage(settings.Stages.Simplify),
                [new NodeOutput(SimplifyStage.Instances, node)]
            );
        }

        return dataset.Size is not { } size
            ? node
            : graph.Fold(
                $"sample/{name}",
                new SampleStage(
                    new SampleOptions
                    {
                        Dataset = dataset.From!,
                        Size = size,
                        Seed = dataset.SampleSeed,
                        PartRows = partRows,
                    }
                ),
                new NodeOutput(SampleStage.Instances, node)
            );
    }

    /// <summary>The artifact that holds the sources of a dataset's rows: the ingested file, the mixture or the set of the world that it
    /// goes back to.</summary>
    public StageNode Root(string name) => _roots[name];

    /// <summary>
    /// The control twin of a set of the world: rows with values that no model was trained on, changed alike. What results exclude from the
    /// set stays in its twin.
    /// </summary>
    public StageNode ControlOf(string name)
    {
        var (dataset, control) = (settings.Datasets[name], $"{name}-control");
        var node = dataset.World is { } world ? _world.Dataset(control, world with { Pool = WorldPool.Control }) : ControlOf(dataset.From!);
        _roots[control] = node;
        return Changed(control, dataset with { Exclude = null }, node);
    }

    /// <summary>The node of a file.</summary>
    public StageNode Ingest(string name, RecordFileSettings dataset, EmptyResponse empty) =>
        File.Exists(dataset.Path!.Absolute)
            ? graph.Fold(
                $"ingest/{name}",
                new IngestStage(IngestOptionsOf(settings, name, dataset, empty)),
                new ExternalInput(IngestStage.File, dataset.Path.Absolute, [])
            )
            : throw new InputException(
                $"{dataset.Path.Position}: the dataset '{name}' is read from '{dataset.Path.Spelled}'; no such file: "
                    + $"{dataset.Path.Absolute}"
            );

    /// <summary>What the ingest stage is told of a file.</summary>
    public static IngestOptions IngestOptionsOf(PipelineSettings settings, string name, RecordFileSettings dataset, EmptyResponse empty) =>
        new()
        {
            Dataset = name,
            File = dataset.Path!.Spelled,
            Format = dataset.Format,
            Columns = new SortedDictionary<string, string>(dataset.Columns.ToDictionary(), StringComparer.Ordinal),
            Skip = dataset.Skip,
            Limit = dataset.Limit,
            EmptyResponses = empty,
            PartRows = settings.Stages.Ingest.PartRows,
        };
}
