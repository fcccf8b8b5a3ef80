using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.Dataflow;

/// <summary>A node of a run under way: the source of its sealed parts, and its artifact when all are there.</summary>
internal sealed class NodeRun
{
    private readonly TaskCompletionSource<Artifact> _artifact = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // It offers every part to every linked block. A block without a bound takes what it is offered, so nothing is lost and no reader,
    // however slow, holds back the node or another reader.
    private readonly BroadcastBlock<Part> _parts = new(null);
    private volatile int _sealedParts;
    private volatile bool _allSealed;

    /// <summary>A node whose units are given one by one, not by the nodes that it streams.</summary>
    public NodeRun(StageNode node, NodeMode mode)
        : this(node, mode, [], 1) { }

    /// <summary>A node linked to those that it streams, whose parts must not flow yet.</summary>
    /// <param name="node">The node.</param>
    /// <param name="mode">What to do with it.</param>
    /// <param name="streams">The runs of the tables that it streams, in the order of <see cref="StageNode.Streams"/>.</param>
    /// <param name="partsInFlight">How many parts it takes in at once.</param>
    public NodeRun(StageNode node, NodeMode mode, IReadOnlyList<NodeRun> streams, int partsInFlight)
    {
        (Node, Mode, Streams) = (node, mode, streams);
        if (streams.Count > 0)
        {
            Aligned = AlignedParts.Link([.. node.Streams.Zip(streams, (stream, run) => (stream.Name, (ISourceBlock<Part>)run._parts))]);
            PartsInAll = () => streams[0]._allSealed ? streams[0]._sealedParts : null;
            Units = new UnitProgress(
                () => streams.Min(stream => stream._sealedParts),
                () => streams.All(stream => stream._allSealed),
                partsInFlight
            );
        }
        else
        {
            Units = node.Streams.Count == 0 ? UnitProgress.OfFold() : UnitProgress.Unannounced();
        }
    }

    public StageNode Node { get; }

    public NodeMode Mode { get; }

    /// <summary>The runs of the tables that it streams.</summary>
    public IReadOnlyList<NodeRun> Streams { get; }

    /// <summary>The aligned parts of those tables, as they are sealed; null where it streams none.</summary>
    public ISourceBlock<IReadOnlyDictionary<string, Part>>? Aligned { get; }

    /// <summary>The sealed parts in order; of a fold, those of its table. Completes when no more will come, for whatever reason.</summary>
    public ISourceBlock<Part> Parts => _parts;

    /// <summary>How many parts it will have; null while that is not known. Only to be shown.</summary>
    public Func<int?> PartsInAll { get; init; } = () => 1;

    /// <summary>Its artifact, or the failure that keeps it from being made.</summary>
    public Task<Artifact> Artifact => _artifact.Task;

    /// <summary>Times, speeds and sizes that its stage tells.</summary>
    public ConcurrentDictionary<string, double> Volatile { get; } = new(StringComparer.Ordinal);

    /// <summary>Its sealed units by part.</summary>
    public ConcurrentDictionary<int, (string Fingerprint, bool Hit, double Seconds)> Sealed { get; } = new();

    /// <summary>How far its units have come, for the gates.</summary>
    public UnitProgress Units { get; }

    /// <summary>Hands the next part of a map node on.</summary>
    public void Publish(Part part)
    {
        // Counted before it is offered: who has got it must find it counted.
        _sealedParts++;
        _parts.Post(part);
    }

    /// <summary>Ends the node with its artifact; the parts of a fold are handed on, all at once.</summary>
    public void Complete(Artifact artifact)
    {
        _sealedParts = artifact.Parts.Count;
        _allSealed = true;
        if (Node.Streams.Count == 0)
        {
            foreach (var part in artifact.Parts)
            {
                _parts.Post(part);
            }
        }

        _parts.Complete();
        _artifact.TrySetResult(artifact);
    }

    /// <summary>Lets those who wait for this node know that it will not come; what it sealed they may still use.</summary>
    public void Fail(Exception fault)
    {
        _parts.Complete();
        _artifact.TrySetException(new ParentMissingException(Node.Id, fault));
        _ = _artifact.Task.Exception;
    }
}

/// <summary>A node that this one needs failed, was stopped or was left out.</summary>
internal sealed class ParentMissingException(string node, Exception inner) : Exception($"{node} did not complete", inner)
{
    public string Node => node;
}
