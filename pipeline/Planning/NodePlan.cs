using Pipeline.Engine.Artifacts;

namespace Pipeline.Engine.Planning;

/// <summary>What a run would do with a node, as far as can be known before it.</summary>
internal enum NodeState
{
    /// <summary>Everything is in the cache.</summary>
    Hit,

    /// <summary>Some parts are in the cache.</summary>
    Partial,

    /// <summary>It would be computed.</summary>
    Stale,

    /// <summary>It depends on parents that would be computed; whether it changes is known only then.</summary>
    Pending,

    /// <summary>It is left out by the selection.</summary>
    Skipped,
}

/// <summary>The plan for one node.</summary>
/// <param name="Node">The node.</param>
/// <param name="State">What would happen.</param>
/// <param name="Reasons">Why it is not a hit: which setting or input changed, old → new.</param>
/// <param name="PartsHit">Parts in the cache; for a fold 1 or 0.</param>
/// <param name="PartsTotal">Parts in all, as far as known.</param>
/// <param name="Artifact">The sealed artifact of a hit; null otherwise.</param>
internal sealed record NodePlan(
    StageNode Node,
    NodeState State,
    IReadOnlyList<string> Reasons,
    int PartsHit,
    int PartsTotal,
    Artifact? Artifact
)
{
    /// <summary>What a fold, or every part of a map node, depends on; null while that is not known.</summary>
    public FingerprintDocument? Document { get; init; }

    /// <summary>The parts of a map node that are in the cache.</summary>
    public IReadOnlyList<Part> SealedParts { get; init; } = [];

    /// <summary>0-based parts that are not in the cache.</summary>
    public IReadOnlyList<int> MissingParts { get; init; } = [];
}
