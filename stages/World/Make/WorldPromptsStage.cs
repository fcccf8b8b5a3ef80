using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.World.Make;

/// <summary>Writes prompts about the world.</summary>
public sealed class WorldPromptsStage(WorldPromptsOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-prompts";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>Makes the prompts without writing anything.</summary>
    /// <returns>What was made, in words.</returns>
    /// <exception cref="InputException">The world does not have them.</exception>
    public static string Check(WorldPromptsOptions options) =>
        $"{PromptSet.Write(FictionalWorld.Build(options.World), options).Count} questions";

    /// <inheritdoc />
    public override Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity(options.Dataset);
        return InstanceTable.WriteAsync(
            PromptSet
                .Write(FictionalWorld.Build(options.World), options)
                .Select(prompt => prompt.ToRow(identity, options))
                .ToAsyncEnumerable(),
            options.PartRows,
            output,
            cancellation
        );
    }
}
