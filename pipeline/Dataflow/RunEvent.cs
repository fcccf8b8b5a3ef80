using System.Text.Json.Serialization;

namespace Pipeline.Engine.Dataflow;

/// <summary>Something that happened in a run. Events hold volatile facts and are never part of an artifact.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(LeftoversSwept), "leftovers_swept")]
[JsonDerivedType(typeof(InputHashing), "input_hashing")]
[JsonDerivedType(typeof(NodeStarted), "node_started")]
[JsonDerivedType(typeof(PartStarted), "part_started")]
[JsonDerivedType(typeof(PartSealed), "part_sealed")]
[JsonDerivedType(typeof(NodeProgress), "node_progress")]
[JsonDerivedType(typeof(NodeCompleted), "node_completed")]
[JsonDerivedType(typeof(NodeFailed), "node_failed")]
[JsonDerivedType(typeof(NodeSkipped), "node_skipped")]
[JsonDerivedType(typeof(LockWaiting), "lock_waiting")]
[JsonDerivedType(typeof(RunEnded), "run_ended")]
public abstract record RunEvent
{
    /// <summary>Seconds since the run began.</summary>
    public double At { get; init; }
}

/// <summary>The run began.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Nodes">Ids of the nodes it covers.</param>
public sealed record RunStarted(string Run, IReadOnlyList<string> Nodes) : RunEvent;

/// <summary>What an interrupted run had left was removed.</summary>
/// <param name="Folders">The removed folders, relative to the cache.</param>
public sealed record LeftoversSwept(IReadOnlyList<string> Folders) : RunEvent;

/// <summary>A file of the user's is being hashed, and takes its time.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Done">Bytes hashed.</param>
/// <param name="Bytes">Its length in bytes.</param>
public sealed record InputHashing(string Path, long Done, long Bytes) : RunEvent;

/// <summary>A node has its whole inputs and begins.</summary>
/// <param name="Node">Its id.</param>
public sealed record NodeStarted(string Node) : RunEvent;

/// <summary>A part, or a fold (index 0), is being computed.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Index">0-based part.</param>
/// <param name="Parts">Parts of the node in all, of a worker those that it was given; null while not known.</param>
public sealed record PartStarted(string Node, int Index, int? Parts = null) : RunEvent;

/// <summary>A part, or a fold (index 0), is sealed.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Index">0-based part.</param>
/// <param name="Rows">Rows of the part or of the fold's table.</param>
/// <param name="Hit">Whether it came from the cache.</param>
/// <param name="Seconds">Time spent computing it; 0 for a hit.</param>
public sealed record PartSealed(string Node, int Index, long Rows, bool Hit, double Seconds) : RunEvent;

/// <summary>Progress inside a unit of work.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Done">Steps or rows done.</param>
/// <param name="Total">Steps or rows in all; 0 when unknown.</param>
/// <param name="Note">A few words.</param>
public sealed record NodeProgress(string Node, long Done, long Total, string Note) : RunEvent;

/// <summary>All parts of a node are sealed.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Parts">Number of parts; 1 for a fold.</param>
/// <param name="Hits">How many came from the cache.</param>
/// <param name="Rows">Rows of its table.</param>
/// <param name="Seconds">Time spent computing, summed over parts.</param>
/// <param name="Volatile">Speeds and sizes that the stage reported.</param>
public sealed record NodeCompleted(
    string Node,
    int Parts,
    int Hits,
    long Rows,
    double Seconds,
    IReadOnlyDictionary<string, double> Volatile
) : RunEvent;

/// <summary>A node failed.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Message">What went wrong.</param>
public sealed record NodeFailed(string Node, string Message) : RunEvent;

/// <summary>A node could not run because one that it needs failed or was stopped.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Because">The node that it waited for.</param>
public sealed record NodeSkipped(string Node, string Because) : RunEvent;

/// <summary>Another process holds an artifact's lock.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Holder">Who holds it.</param>
public sealed record LockWaiting(string Node, string Holder) : RunEvent;

/// <summary>The run ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Built">Artifacts computed.</param>
/// <param name="Hits">Artifacts taken from the cache.</param>
public sealed record RunEnded(RunOutcome Outcome, int Built, int Hits) : RunEvent;
