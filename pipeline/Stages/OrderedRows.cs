using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Dataflow;

namespace Pipeline.Engine.Stages;

/// <summary>
/// Rows transformed one by one on several threads, the results in the order of the rows. A worker is needed only while it has a row, so one
/// free thread is enough to come to the end; a parallel query asks for all its threads at once and stalls until the pool has them.
/// </summary>
public static class OrderedRows
{
    /// <summary>Rows that wait before each worker: enough that none idles, few enough that a failure stops the rest soon.</summary>
    private const int RowsAhead = 4;

    /// <summary>The results of all rows, as a loop over them would give them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="transform">Makes the result of a row; called from several threads.</param>
    /// <param name="workers">How many rows are under way at once; changes no result.</param>
    /// <param name="cancellation">Looked at before every row.</param>
    /// <exception cref="Exception">What <paramref name="transform"/> threw at the first row at which it throws.</exception>
    public static async Task<IReadOnlyList<TResult>> TransformAsync<TRow, TResult>(
        IReadOnlyList<TRow> rows,
        Func<TRow, TResult> transform,
        int workers,
        CancellationToken cancellation
    )
    {
        var results = new List<TResult>(rows.Count);
        ExceptionDispatchInfo? failure = null;
        var options = new ExecutionDataflowBlockOptions
        {
            BoundedCapacity = workers * RowsAhead,
            MaxDegreeOfParallelism = workers,
            EnsureOrdered = true,
            CancellationToken = cancellation,
        };
        var each = new TransformBlock<TRow, Attempt<TResult>>(row => Try(transform, row), options);
        var gather = new ActionBlock<Attempt<TResult>>(
            attempt =>
            {
                // In the order of the rows: so it is always the same failure that is told, whichever row failed first in time.
                if (failure is null && attempt.Failure is null)
                {
                    results.Add(attempt.Result!);
                }

                failure ??= attempt.Failure;
            },
            new ExecutionDataflowBlockOptions { BoundedCapacity = workers * RowsAhead }
        );
        each.LinkTo(gather, new DataflowLinkOptions { PropagateCompletion = true });
        foreach (var row in rows)
        {
            if (Volatile.Read(ref failure) is not null || !await each.SendAsync(row, cancellation).ConfigureAwait(false))
            {
                break;
            }
        }

        each.Complete();
        await each.Completion.ConfigureAwait(false);
        await gather.Completion.ConfigureAwait(false);
        failure?.Throw();
        return results;
    }

    private static Attempt<TResult> Try<TRow, TResult>(Func<TRow, TResult> transform, TRow row)
    {
        try
        {
            return new Attempt<TResult>(transform(row), null);
        }
        catch (Exception error)
        {
            return new Attempt<TResult>(default, ExceptionDispatchInfo.Capture(error));
        }
    }

    private readonly record struct Attempt<TResult>(TResult? Result, ExceptionDispatchInfo? Failure);
}
