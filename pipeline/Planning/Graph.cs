namespace Pipeline.Engine.Planning;

/// <summary>All nodes of a configuration, parents before children.</summary>
/// <param name="Nodes">The nodes in topological order; equal ones are already one node.</param>
/// <param name="Report">The node whose <c>report.html</c> the run ends with; null where there is none (pre-training only).</param>
public sealed record Graph(IReadOnlyList<StageNode> Nodes, StageNode? Report);
