using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make.Corpus;

namespace Pipeline.Stages.World.Make;

/// <summary>Writes the pre-training text of the world: instances whose response is a page and whose instruction is empty, and which page
/// each is.</summary>
public sealed class WorldCorpusStage(WorldCorpusOptions options) : FoldStage
{
    private const string Sources = "sources.parquet";

    /// <inheritdoc />
    public override string Name => "world-corpus";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var world = FictionalWorld.Build(options.World);
        var pages = CorpusPages.Write(world, options.PagesPerEntity, options.Seed, cancellation);
        context.Log.Information("{Pages:N0} pages about {Known} known entities and others", pages.Count, world.Known.Count);
        var identity = new InstanceIdentity(options.Dataset);
        var rows = pages
            .Select(page => new InstanceRow
            {
                InstanceId = identity.Next([page]),
                Dataset = options.Dataset,
                Response = page,
            })
            .ToList();
        await InstanceTable.WriteAsync(rows.ToAsyncEnumerable(), options.PartRows, output, cancellation).ConfigureAwait(false);
        var sources = rows.Select(
                (row, index) =>
                    new SourceRow
                    {
                        InstanceId = row.InstanceId,
                        File = options.Dataset,
                        RowNumber = index + 1,
                    }
            )
            .ToList();
        await output.WriteTableAsync(Sources, sources, cancellation).ConfigureAwait(false);
    }
}
