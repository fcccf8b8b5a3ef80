using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>The artifacts to look at: those of the configuration as it stands, else what the last run came to.</summary>
internal sealed class InspectedArtifacts(Workspace workspace, CancellationToken cancellation)
{
    private readonly Dictionary<StageNode, NodePlan> _plans = workspace.Plan(cancellation).ToDictionary(plan => plan.Node);
    private readonly RunRecord _record = workspace.LoadRecord();

    /// <summary>A node's artifact; null if there is none.</summary>
    /// <exception cref="IOException">It is damaged.</exception>
    public Artifact? Find(StageNode node)
    {
        var artifact = _plans[node].Artifact ?? _record.ArtifactOf(node, workspace.Store, cancellation);
        if (artifact is { Parts.Count: > 0 })
        {
            workspace.Store.RequireIntact(artifact, cancellation);
        }

        return artifact;
    }

    /// <summary>Whether a node's artifact is one that the next run would replace.</summary>
    public bool IsOutdated(StageNode node) => _plans[node].Artifact is null;
}
