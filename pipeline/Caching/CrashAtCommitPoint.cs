using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Engine.Caching;

/// <summary>
/// Kills this process with SIGKILL when a stage reaches a commit point for the n-th time: nothing unwinds, as in a power cut. For crash
/// tests, switched on by <c>PIPELINE_CRASH_AT=stage:point:n</c>.
/// </summary>
internal sealed partial class CrashAtCommitPoint(string stage, CommitPoint point, int occurrence) : ICommitObserver
{
    /// <summary>The environment variable that asks for a crash.</summary>
    public const string Variable = "PIPELINE_CRASH_AT";

    private const int KillSignal = 9;
    private int _seen;

    /// <summary>The observer that the environment asks for; without the variable one that never ends the program.</summary>
    /// <exception cref="InputException">The variable's value is not of the form stage:point:n.</exception>
    public static ICommitObserver FromEnvironment()
    {
        var value = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(value))
        {
            return NoCommitObserver.Instance;
        }

        return
            value.Split(':') is [var stage, var name, var count]
            && Enum.TryParse<CommitPoint>(name, out var point)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence)
            ? new CrashAtCommitPoint(stage, point, occurrence)
            : throw new InputException(
                $"{Variable}='{value}' is not of the form stage:point:n; points: {string.Join(", ", Enum.GetNames<CommitPoint>())}."
            );
    }

    /// <inheritdoc />
    public void Reached(string reachedStage, CommitPoint reachedPoint)
    {
        if (reachedPoint == point && reachedStage == stage && Interlocked.Increment(ref _seen) == occurrence)
        {
            _ = Kill(Environment.ProcessId, KillSignal);
            Thread.Sleep(Timeout.Infinite);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
