using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine;

/// <summary>One row of a node's table.</summary>
/// <param name="Node">The node.</param>
/// <param name="Part">The part that holds the row.</param>
/// <param name="IndexInPart">0-based row in the part.</param>
/// <param name="ArtifactOf">The sealed artifact of another node of the graph; null if it is not in the cache.</param>
public sealed record InspectedRow(StageNode Node, Part Part, int IndexInPart, Func<StageNode, Artifact?> ArtifactOf);
