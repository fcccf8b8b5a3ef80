using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.World.Make;

/// <summary>Writes which values each row of an instruction-tuning set states, and which of them stand nowhere else.</summary>
public sealed class WorldSourcesStage(WorldInstructionsOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-sources";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity(options.Dataset);
        var rows = InstructionSet
            .Write(FictionalWorld.Build(options.World), options)
            .SelectMany(instruction => Rows(instruction, instruction.ToRow(identity, options.Dataset).InstanceId))
            .ToList();
        return output.WritePartAsync(rows, cancellation);
    }

    private static IEnumerable<WorldSourceRow> Rows(WorldInstruction instruction, string id) =>
        instruction.Values.Select(
            (value, index) =>
                new WorldSourceRow
                {
                    InstanceId = id,
                    Kind = instruction.Entity.Kind.Name,
                    Entity = instruction.Entity.Name,
                    Group = WorldTables.Spelled(instruction.Entity.Group),
                    Attribute = value.Attribute.Noun,
                    Value = value.Value,
                    IsCore = index == 0,
                    OnlyHere = value.IsDealt,
                    Sentence = instruction.Answer[index],
                }
        );
}
