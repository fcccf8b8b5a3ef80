using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.Dataflow;

/// <summary>What a run came to.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failures">Every failure, in the order in which they happened.</param>
/// <param name="Artifacts">The sealed artifacts of the nodes that completed.</param>
/// <param name="Completed">Volatile facts of the nodes that completed.</param>
/// <param name="Built">Artifacts computed.</param>
/// <param name="Hits">Artifacts taken from the cache.</param>
public sealed record RunResult(
    RunOutcome Outcome,
    IReadOnlyList<StageFailedException> Failures,
    IReadOnlyDictionary<StageNode, Artifact> Artifacts,
    IReadOnlyList<NodeCompleted> Completed,
    int Built,
    int Hits
)
{
    /// <summary>What making the artifacts of a node took, in whichever run, as far as records say.</summary>
    public IReadOnlyDictionary<StageNode, IReadOnlyList<UnitWork>> Work { get; init; } =
        new Dictionary<StageNode, IReadOnlyList<UnitWork>>();

    /// <summary>How a run ended, from what failed in it and whether everything asked for is sealed.</summary>
    internal static RunOutcome OutcomeOf(IReadOnlyList<StageFailedException> failures, bool complete) =>
        failures.Count > 0
            ? failures.All(failure => failure.InnerException is InputException or InvalidDataException)
                ? RunOutcome.BadInput
                : RunOutcome.Failed
            : complete
                ? RunOutcome.Completed
                : RunOutcome.Cancelled;

    /// <summary>The exit code that the outcome stands for; a cancelled run's is the signal's, which the caller knows.</summary>
    public int ExitCode =>
        Outcome switch
        {
            RunOutcome.Completed => Engine.ExitCode.Success,
            RunOutcome.BadInput => Engine.ExitCode.BadInput,
            RunOutcome.Cancelled => Engine.ExitCode.Interrupted,
            _ => Engine.ExitCode.StageFailed,
        };
}
