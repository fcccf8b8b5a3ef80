using Pipeline.Engine.Stages;
using Pipeline.Stages.Ingest;
using Pipeline.Stages.World.Corpus;

namespace Pipeline.Stages.World;

/// <summary>Writes the pre-training text of the world: instances whose response is a page and whose instruction is empty.</summary>
public sealed class WorldCorpusStage(WorldCorpusOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-corpus";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var world = FictionalWorld.Build(options.World);
        var pages = CorpusPages.Of(world, options.PagesPerEntity, options.Seed);
        context.Log.Information("{Pages:N0} pages about {Known} known entities and others", pages.Count, world.Known.Count);
        var identity = new InstanceIdentity(options.Dataset);
        return InstanceTable.WriteAsync(
            pages.Select(page => new InstanceRow { InstanceId = identity.Next([page]), Dataset = options.Dataset, Response = page }).ToAsyncEnumerable(),
            options.PartRows,
            output,
            cancellation);
    }
}
