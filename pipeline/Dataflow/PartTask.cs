using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>One unit of work: a part of a map node, or a whole fold.</summary>
/// <param name="Index">0-based part; 0 for a fold.</param>
/// <param name="Streams">The aligned input parts; null for a fold.</param>
/// <param name="Document">What its contents depend on.</param>
internal sealed record PartTask(int Index, PartInputs? Streams, FingerprintDocument Document);
