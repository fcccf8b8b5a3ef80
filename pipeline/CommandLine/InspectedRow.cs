using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine;

/// <summary>One row of a node's table.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Node">The node.</param>
/// <param name="Artifact">Its sealed artifact.</param>
/// <param name="Part">The part that holds the row.</param>
/// <param name="IndexInPart">0-based row in the part.</param>
/// <param name="Values">The row's values by column, in the file's order.</param>
public sealed record InspectedRow(
    BoundConfiguration Configuration,
    StageNode Node,
    Artifact Artifact,
    Part Part,
    int IndexInPart,
    IReadOnlyList<KeyValuePair<string, object?>> Values);
