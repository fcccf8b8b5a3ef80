using Pipeline.App.Settings;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Data.Filter;
using Pipeline.Stages.Data.Halve;
using Pipeline.Stages.Data.Mix;
using Pipeline.Stages.Data.Sample;
using Pipeline.Stages.Data.Select;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring.Data;

/// <summary>
/// Wires one dataset: ingested, mixed, made or taken from another, then filtered, simplified and sampled. What it starts from, and which of
/// its rows results blame, it is given.
/// </summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="ingest">Reads files.</param>
/// <param name="world">Makes rows about the fictional world.</param>
internal sealed class DatasetBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    IngestBuilder ingest,
    WorldDataBuilder world
)
{
    /// <summary>The datasets that a dataset is made from, each with the setting that names it.</summary>
    /// <param name="name">The dataset.</param>
    /// <exception cref="InputException">It does not say, or says more than once, where its rows come from.</exception>
    public IReadOnlyList<NamedDataset> ListOrigins(string name)
    {
        var dataset = settings.Datasets[name];
        if (new object?[] { dataset.Path, dataset.From, dataset.Mix, dataset.World }.Count(origin => origin is not null) != 1)
        {
            throw configuration.Invalid($"datasets.{name}", "give one of 'path', 'from', 'mix' and 'world'.");
        }

        return dataset switch
        {
            { From: { } from } => [new NamedDataset(from, $"datasets.{name}.from")],
            { Mix: { } mix } => [.. mix.Weights.Keys.Select(part => new NamedDataset(part, $"datasets.{name}.mix.weights"))],
            _ => [],
        };
    }

    /// <summary>The rows that a dataset begins with: those of its file, of the world, of the dataset that it is taken from, of all that it
    /// mixes.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="origins">What it is made from, in the order of <see cref="ListOrigins"/>.</param>
    public WiredDataset BuildOrigin(string name, IReadOnlyList<WiredDataset> origins)
    {
        var dataset = settings.Datasets[name];
        return dataset.From is not null
            ? origins[0] with
            {
                Name = name,
            }
            : Rooted(
                name,
                dataset.Mix is { } mix ? Mixed(name, mix, dataset.SampleSeed, origins)
                    : dataset.World is { } rows ? world.BuildDataset(name, rows)
                    : ingest.Build(name, dataset, dataset.EmptyResponses)
            );
    }

    /// <summary>The dataset as models see it.</summary>
    /// <param name="begun">The rows that it begins with.</param>
    /// <param name="excluded">The rows that it is to be without; null where it excludes none.</param>
    public WiredDataset Build(WiredDataset begun, StageNode? excluded) => Changed(begun, settings.Datasets[begun.Name], excluded);

    /// <summary>
    /// The control twin of a set of the world: rows with values that no model was trained on, changed alike. What results exclude from the
    /// set stays in its twin.
    /// </summary>
    /// <param name="name">A dataset that goes back to a set of the world by <c>from</c> alone.</param>
    public WiredDataset BuildControl(string name)
    {
        var (dataset, control) = (settings.Datasets[name], $"{name}-control");
        var begun = dataset.World is { } rows
            ? Rooted(control, world.BuildDataset(control, rows with { Pool = WorldPool.Control }))
            : BuildControl(dataset.From!) with
            {
                Name = control,
            };
        return Changed(begun, dataset, excluded: null);
    }

    /// <summary>One half of a dataset, drawn by instance.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="half">Which half.</param>
    /// <param name="seed">Seed of the draw.</param>
    public WiredDataset BuildHalf(WiredDataset dataset, DatasetHalf half, int seed)
    {
        var name = $"{dataset.Name}-{half.Spell()}";
        return dataset with
        {
            Name = name,
            Rows = graph.Fold(
                $"halve/{name}",
                new HalveStage(
                    new HalveOptions
                    {
                        Dataset = dataset.Name,
                        Half = half,
                        Seed = seed,
                        Least = settings.Stages.FineTune.BatchSize,
                        PartRows = settings.Stages.Ingest.PartRows,
                    }
                ),
                new NodeOutput(HalveStage.Instances, dataset.Rows)
            ),
        };
    }

    private static WiredDataset Rooted(string name, StageNode node) => new(name, node, node);

    private StageNode Mixed(string name, MixSettings mix, int seed, IReadOnlyList<WiredDataset> parts) =>
        graph.Fold(
            $"mix/{name}",
            new MixStage(
                new MixOptions
                {
                    Weights = new SortedDictionary<string, double>(mix.Weights.ToDictionary(), StringComparer.Ordinal),
                    Size = mix.Size,
                    Seed = seed,
                    PartRows = settings.Stages.Ingest.PartRows,
                }
            ),
            [
                .. parts.Select(part => new NodeOutput(MixStage.Instances + part.Name, part.Rows)),
                .. parts.Select(part => new NodeOutput(MixStage.Sources + part.Name, part.Sources, OutputScope.Everything)),
            ]
        );

    private WiredDataset Changed(WiredDataset begun, DatasetSettings dataset, StageNode? excluded)
    {
        var (name, node, partRows) = (begun.Name, begun.Rows, settings.Stages.Ingest.PartRows);
        if (excluded is not null)
        {
            node = graph.Map(
                $"select/{name}",
                new SelectStage(),
                [new NodeOutput(SelectStage.Instances, node)],
                new NodeOutput(SelectStage.Excluded, excluded)
            );
        }

        if (dataset.Filter is { } filter)
        {
            NodeInput[] sources =
                filter.By == QualityScore.Score ? [new NodeOutput(FilterStage.Sources, begun.Sources, OutputScope.Everything)] : [];
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

        if (dataset.Size is { } size)
        {
            node = graph.Fold(
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

        return begun with
        {
            Rows = node,
        };
    }
}
