using Pipeline.Engine.Stages;

namespace Pipeline.Stages.World.Make;

/// <summary>Writes what is true in the world, and beside it in <c>values.parquet</c> the value pools of every attribute.</summary>
public sealed class WorldFactsStage(WorldFactsOptions options) : FoldStage
{
    /// <summary>The table of <see cref="WorldValueRow"/> beside the facts.</summary>
    public const string Values = "values.parquet";

    /// <inheritdoc />
    public override string Name => "world-facts";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var world = FictionalWorld.Build(options.World);
        await output.WritePartAsync(WorldTables.Facts(world).ToList(), cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(Values, WorldTables.Values(world).ToList(), cancellation).ConfigureAwait(false);
    }
}
