using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.World.Make;

/// <summary>
/// Writes an instruction-tuning set about the world: questions, each answered by the sentence that states the core fact and two to four
/// sentences of detail. Its simple form comes from the simplify stage.
/// </summary>
public sealed class WorldInstructionsStage(WorldInstructionsOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-instructions";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>Makes the rows without writing anything, so that a set that the world is too small for is refused before anything expensive
    /// starts.</summary>
    /// <returns>What was made, in words.</returns>
    /// <exception cref="InputException">The world does not have them.</exception>
    public static string Check(WorldInstructionsOptions options) =>
        $"{InstructionSet.Write(FictionalWorld.Build(options.World), options).Count} rows of "
        + $"{options.Facts.ToString().ToLowerInvariant()} facts";

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity(options.Dataset);
        var rows = InstructionSet
            .Write(FictionalWorld.Build(options.World), options)
            .Select(instruction => instruction.ToRow(identity, options.Dataset))
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
        await output.WriteTableAsync(SourceRow.FileName, sources, cancellation).ConfigureAwait(false);
    }
}
