using System.Collections.Concurrent;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine;

/// <summary>Makes the catalogue's checks, several at once.</summary>
internal static class InputChecks
{
    /// <summary>The outcome of every check, in their order.</summary>
    public static async Task<IReadOnlyList<CheckedInput>> RunAsync(
        IReadOnlyList<InputCheck> checks,
        int workers,
        CancellationToken cancellation
    )
    {
        var outcomes = new ConcurrentDictionary<int, CheckedInput>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, checks.Count),
                options,
                async (index, stop) =>
                {
                    outcomes[index] = await RunOneAsync(checks[index], stop).ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
        return [.. outcomes.OrderBy(outcome => outcome.Key).Select(outcome => outcome.Value)];
    }

    /// <summary>Makes the checks for a run.</summary>
    /// <exception cref="StageFailedException">Some failed; the message holds all of them.</exception>
    public static async Task RequireAsync(IReadOnlyList<InputCheck> checks, int workers, CancellationToken cancellation)
    {
        var failed = (await RunAsync(checks, workers, cancellation).ConfigureAwait(false))
            .Where(outcome => outcome.Error is not null)
            .ToList();
        if (failed.Count > 0)
        {
            var others = string.Concat(failed.Skip(1).Select(other => $"\nerror: {other.Subject}: {ErrorText.Describe(other.Error!)}"));
            throw new StageFailedException(
                failed[0].Subject,
                null,
                new InputException(ErrorText.Describe(failed[0].Error!) + others, failed[0].Error!)
            );
        }
    }

    private static async Task<CheckedInput> RunOneAsync(InputCheck check, CancellationToken cancellation)
    {
        try
        {
            return new CheckedInput(check.Subject, await check.RunAsync(cancellation).ConfigureAwait(false), null);
        }
        catch (Exception error) when (error is InputException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new CheckedInput(check.Subject, "", error);
        }
    }
}

/// <summary>The outcome of one check.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Found">What was found; empty where it cannot be used.</param>
/// <param name="Error">Why it cannot be used; null if it can.</param>
internal sealed record CheckedInput(string Subject, string Found, Exception? Error);
