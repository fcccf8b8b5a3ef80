using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.World.Make;

/// <summary>Writes the right answer to each prompt about the world.</summary>
public sealed class WorldTruthsStage(WorldPromptsOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-truths";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity(options.Dataset);
        var rows = PromptSet
            .Write(FictionalWorld.Build(options.World), options)
            .Select(prompt => new WorldTruthRow
            {
                InstanceId = prompt.ToRow(identity, options).InstanceId,
                Kind = prompt.Entity.Kind.Name,
                Entity = prompt.Entity.Name,
                Group = WorldTables.Spelled(prompt.Entity.Group),
                Attribute = prompt.Asked.Noun,
                Value = prompt.Value,
                Form = WorldTables.Spelled(options.Form),
                QuestionForm = prompt.Entity.HasQuestions,
            })
            .ToList();
        return output.WritePartAsync(rows, cancellation);
    }
}
