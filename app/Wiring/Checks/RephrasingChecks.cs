using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Rephrase;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of a file of rephrasings before anything is computed: that each row can be read and is about a prompt that is
/// asked, and that both kinds are there.</summary>
internal static class RephrasingChecks
{
    /// <summary>A check of the file; none where the chain reads none.</summary>
    /// <param name="graph">The chain.</param>
    public static IEnumerable<InputCheck> List(Graph graph)
    {
        var nodes = graph.Nodes.Where(node => node.Stage.Options is RephraseOptions { File: not null }).ToList();
        return nodes.Count == 0
            ? []
            :
            [
                new InputCheck("prompt_counterfactual.rephrasings", cancellation => CheckAsync(nodes[0], cancellation))
                {
                    ProvedBy = [.. nodes.Select(node => node.Id)],
                },
            ];
    }

    private static async Task<string> CheckAsync(StageNode rephrase, CancellationToken cancellation)
    {
        var prompts = rephrase.Inputs.OfType<NodeOutput>().Single(input => input.Name == RephraseStage.Prompts).Node;
        return await RephraseStage
            .CheckAsync(
                (RephraseOptions)rephrase.Stage.Options,
                rephrase.Inputs.OfType<ExternalInput>().Single().Path,
                await AskedPrompts.ListAsync(prompts, cancellation).ConfigureAwait(false),
                cancellation
            )
            .ConfigureAwait(false);
    }
}
