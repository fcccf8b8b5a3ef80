using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.World.Make;

/// <summary>Writes prompts about the world, and beside them the right answer to each.</summary>
public sealed class WorldPromptsStage(WorldPromptsOptions options) : FoldStage
{
    /// <inheritdoc />
    public override string Name => "world-prompts";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>Makes the prompts without writing anything.</summary>
    /// <returns>What was made, in words.</returns>
    /// <exception cref="InputException">The world does not have them.</exception>
    public static string Check(WorldPromptsOptions options) =>
        $"{PromptSet.Write(FictionalWorld.Build(options.World), options).Count} questions";

    /// <summary>The prompts as rows, without writing anything.</summary>
    /// <exception cref="InputException">The world does not have them.</exception>
    public static IReadOnlyList<InstanceRow> List(WorldPromptsOptions options) =>
        ListRows(PromptSet.Write(FictionalWorld.Build(options.World), options), options);

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var prompts = PromptSet.Write(FictionalWorld.Build(options.World), options);
        var rows = ListRows(prompts, options);
        await InstanceTable.WriteAsync(rows.ToAsyncEnumerable(), options.PartRows, output, cancellation).ConfigureAwait(false);
        var truths = prompts.Zip(rows).Select(entry => Truth(entry.First, entry.Second.InstanceId)).ToList();
        await output.WriteTableAsync(WorldTruthRow.FileName, truths, cancellation).ConfigureAwait(false);
    }

    private static List<InstanceRow> ListRows(IReadOnlyList<WorldPrompt> prompts, WorldPromptsOptions options)
    {
        var identity = new InstanceIdentity(options.Dataset);
        return [.. prompts.Select(prompt => prompt.ToRow(identity, options))];
    }

    private WorldTruthRow Truth(WorldPrompt prompt, string id) =>
        new()
        {
            InstanceId = id,
            Kind = prompt.Entity.Kind.Name,
            Entity = prompt.Entity.Name,
            Group = prompt.Entity.Group,
            Attribute = prompt.Asked.Noun,
            Value = prompt.Value,
            Form = options.Form,
            QuestionForm = prompt.Entity.HasQuestions,
        };
}
