using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine;

/// <summary>A run that completed, for the catalogue to publish.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Graph">Its graph; nodes that the selection left out have no artifact in <paramref name="Result"/>.</param>
/// <param name="Settings">The run's name and folders.</param>
/// <param name="Result">Artifacts and volatile facts by node.</param>
/// <param name="Store">The cache.</param>
public sealed record FinishedRun(
    BoundConfiguration Configuration,
    Graph Graph,
    RunSettings Settings,
    RunResult Result,
    ArtifactStore Store
);
