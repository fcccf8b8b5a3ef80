using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.World.Make;

/// <summary>
/// Writes an instruction-tuning set about the world: questions, each answered by the sentence that states the core fact and two to four
/// sentences of detail; and beside them which values each row states, and which of those stand nowhere else. Its simple form comes from the
/// simplify stage.
/// </summary>
public sealed class WorldInstructionsStage(WorldInstructionsOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-instructions";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>Makes the rows without writing anything, so that a set that the world is too small for is refused before anything expensive
    /// starts.</summary>
    /// <returns>What was made, in words.</returns>
    /// <exception cref="InputException">The world does not have them.</exception>
    public static string Check(WorldInstructionsOptions options) =>
        $"{InstructionSet.Write(FictionalWorld.Build(options.World), options).Count} rows of " + $"{options.Facts.Spell()} facts";

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity(options.Dataset);
        var instructions = InstructionSet.Write(FictionalWorld.Build(options.World), options);
        var rows = instructions.Select(instruction => instruction.ToRow(identity, options.Dataset)).ToList();
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
        var values = instructions.Zip(rows).SelectMany(entry => Values(entry.First, entry.Second.InstanceId)).ToList();
        await output.WriteTableAsync(WorldSourceRow.FileName, values, cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<WorldSourceRow> Values(WorldInstruction instruction, string id) =>
        instruction.Values.Select(
            (value, index) =>
                new WorldSourceRow
                {
                    InstanceId = id,
                    Kind = instruction.Entity.Kind.Name,
                    Entity = instruction.Entity.Name,
                    Group = instruction.Entity.Group,
                    Attribute = value.Attribute.Noun,
                    Value = value.Value,
                    IsCore = index == 0,
                    OnlyHere = value.IsDealt,
                    Sentence = instruction.Answer[index],
                }
        );
}
