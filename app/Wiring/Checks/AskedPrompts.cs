using Pipeline.Engine;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What models are going to be asked, before anything is computed.</summary>
internal static class AskedPrompts
{
    /// <summary>The prompts that a node is going to make, or to read from a file.</summary>
    /// <param name="prompts">The node.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">A row cannot be used, or the fictional world has fewer.</exception>
    public static async Task<IReadOnlyList<InstanceRow>> ListAsync(StageNode prompts, CancellationToken cancellation) =>
        prompts.Stage.Options is WorldPromptsOptions world
            ? WorldPromptsStage.List(world)
            : await IngestStage
                .ReadAsync((IngestOptions)prompts.Stage.Options, prompts.Inputs.OfType<ExternalInput>().Single().Path, cancellation)
                .ConfigureAwait(false);
}
