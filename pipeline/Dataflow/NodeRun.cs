using System.Collections.Concurrent;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.Dataflow;

/// <summary>A node of a run under way: the feed of its sealed parts, and its artifact when all are there.</summary>
internal sealed class NodeRun(StageNode node, NodeMode mode)
{
    private readonly TaskCompletionSource<Artifact> _artifact = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StageNode Node => node;

    public NodeMode Mode => mode;

    /// <summary>The sealed parts; of a fold, those of its table.</summary>
    public PartFeed Feed { get; } = new();

    /// <summary>How many parts it will have; null while that is not known. Only to be shown.</summary>
    public Func<int?> PartsInAll { get; set; } = () => 1;

    public Task<Artifact> Artifact => _artifact.Task;

    public ConcurrentDictionary<string, double> Volatile { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<int, (string Fingerprint, bool Hit, double Seconds)> Sealed { get; } = new();

    /// <summary>How far its units have come, for the gates.</summary>
    public UnitProgress Units { get; set; } = node.Streams.Count == 0 ? UnitProgress.OfFold() : UnitProgress.Unannounced();

    public void Complete(Artifact artifact)
    {
        Feed.CompleteWith(node.Streams.Count == 0 ? artifact.Parts : []);
        _artifact.TrySetResult(artifact);
    }

    /// <summary>Lets those who wait for this node know that it will not come.</summary>
    public void Fail(Exception fault)
    {
        var missing = new ParentMissingException(node.Id, fault);
        Feed.Fault(missing);
        _artifact.TrySetException(missing);
        _ = _artifact.Task.Exception;
    }
}

/// <summary>A node that this one needs failed, was stopped or was left out.</summary>
internal sealed class ParentMissingException(string node, Exception inner) : Exception($"{node} did not complete", inner)
{
    public string Node => node;
}
