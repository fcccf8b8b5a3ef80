using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>What a node reads, once the plans of its parents say where that lies.</summary>
internal static class PlannedInputs
{
    /// <summary>The whole inputs by name.</summary>
    /// <exception cref="InputException">A file of the user's is not there or cannot be read.</exception>
    public static Dictionary<string, Artifact> Whole(
        StageNode node,
        IReadOnlyDictionary<StageNode, NodePlan> plans,
        FileDigests digests,
        CancellationToken cancellation
    ) =>
        node.Inputs.ToDictionary(
            input => input.Name,
            input =>
                input switch
                {
                    NodeOutput output => plans[output.Node].Artifact!,
                    ExternalInput external => digests.ArtifactOf(external.Path, external.Patterns, cancellation),
                    _ => throw new NotSupportedException(input.GetType().Name),
                },
            StringComparer.Ordinal
        );

    /// <summary>The parts of one place in all streamed tables, by input name.</summary>
    public static Dictionary<string, Part> Aligned(StageNode node, IReadOnlyDictionary<StageNode, NodePlan> plans, int index) =>
        node.Streams.ToDictionary(stream => stream.Name, stream => plans[stream.Node].Artifact!.Parts[index], StringComparer.Ordinal);
}
