using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Mix;

/// <summary>
/// Mixes datasets by weight: of each, a random subset whose share of the whole is its weight. No row is repeated. Where rows come from
/// stands beside them in <c>sources.parquet</c>, as beside an ingested dataset.
/// </summary>
public sealed class MixStage(MixOptions options) : FoldStage
{
    /// <summary>Prefix of a dataset's instances.</summary>
    public const string Instances = "instances:";

    /// <summary>Prefix of the artifact that holds a dataset's sources.</summary>
    public const string Sources = "sources:";

    /// <inheritdoc />
    public override string Name => "mix";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var names = options.Weights.Keys.Order(StringComparer.Ordinal).ToList();
        var ids = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            ids[name] = await InstanceTable.IdsAsync(inputs, Instances + name, cancellation).ConfigureAwait(false);
        }

        EnsureDisjoint(ids);
        var counts = MixShares.Divide(
            options.Weights,
            names.ToDictionary(name => name, name => ids[name].Count, StringComparer.Ordinal),
            options.Size
        );
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            chosen.UnionWith(InstanceDraw.First(ids[name], counts[name], options.Seed));
        }

        await InstanceTable
            .CopyAsync(inputs, names.Select(name => Instances + name), chosen.Contains, options.PartRows, output, cancellation)
            .ConfigureAwait(false);
        var sources = new List<SourceRow>();
        foreach (var name in names)
        {
            var all = await inputs.ReadFileAsync<SourceRow>(Sources + name, SourceRow.FileName, cancellation).ConfigureAwait(false);
            sources.AddRange(all.Where(row => chosen.Contains(row.InstanceId)));
        }

        await output.WriteTableAsync(SourceRow.FileName, sources, cancellation).ConfigureAwait(false);
        context.Log.Information(
            "Mixed {Counts}",
            string.Join(", ", names.Select(name => $"{counts[name]} of {ids[name].Count} rows of {name}"))
        );
    }

    /// <summary>A dataset and one made from it hold the same instances; mixed, a row would stand there twice.</summary>
    private static void EnsureDisjoint(SortedDictionary<string, IReadOnlyList<string>> ids)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, instances) in ids)
        {
            foreach (var instance in instances)
            {
                if (!owners.TryAdd(instance, name))
                {
                    throw new InputException(
                        $"The mixture would repeat rows: '{owners[instance]}' and '{name}' both hold instance {instance}. Mix "
                            + "datasets of different files."
                    );
                }
            }
        }
    }
}
