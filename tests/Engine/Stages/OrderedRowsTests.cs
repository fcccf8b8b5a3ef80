using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Stages;

public sealed class OrderedRowsTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 3)]
    [InlineData(1000, 16)]
    public async Task Results_come_in_the_order_of_the_rows(int count, int workers)
    {
        var rows = Enumerable.Range(0, count).ToList();

        var results = await OrderedRows.TransformAsync(
            rows,
            row =>
            {
                Thread.SpinWait(row * 7919 % 5000);
                return $"row {row}";
            },
            workers,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(rows.Select(row => $"row {row}"), results);
    }

    [Fact]
    public async Task As_many_rows_as_there_are_workers_are_under_way_at_once_and_no_more()
    {
        const int Workers = 2;
        var (running, most) = (0, 0);
        using var together = new Barrier(Workers);

        await OrderedRows.TransformAsync(
            Enumerable.Range(0, 8 * Workers).ToList(),
            row =>
            {
                var now = Interlocked.Increment(ref running);
                lock (together)
                {
                    most = Math.Max(most, now);
                }

                // Passed only when all workers have a row: with fewer at once it would wait for ever.
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return Interlocked.Decrement(ref running);
            },
            Workers,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(Workers, most);
    }

    [Fact]
    public async Task The_failure_of_the_first_row_that_fails_is_told_as_it_is_whichever_came_first_in_time()
    {
        using var laterFailed = new ManualResetEventSlim();

        var error = await Assert.ThrowsAsync<InputException>(() =>
            OrderedRows.TransformAsync(
                Enumerable.Range(0, 100).ToList(),
                row =>
                {
                    switch (row)
                    {
                        case 1:
                            laterFailed.Wait(TestContext.Current.CancellationToken);
                            throw new InputException("row 1");
                        case 2:
                            laterFailed.Set();
                            throw new InvalidOperationException("row 2");
                        default:
                            return row;
                    }
                },
                4,
                TestContext.Current.CancellationToken
            )
        );

        Assert.Equal("row 1", error.Message);
    }

    [Fact]
    public async Task After_a_failure_only_rows_that_were_on_the_way_are_still_looked_at()
    {
        var looked = 0;

        await Assert.ThrowsAsync<InputException>(() =>
            OrderedRows.TransformAsync(
                Enumerable.Range(0, 100_000).ToList(),
                row => Interlocked.Increment(ref looked) > 0 && row == 0 ? throw new InputException("first") : row,
                2,
                TestContext.Current.CancellationToken
            )
        );

        Assert.InRange(looked, 1, 64);
    }

    [Fact]
    public void No_code_uses_a_parallel_query_which_waits_for_all_its_threads_at_once() =>
        Assert.DoesNotContain(
            Repository.SourceFiles,
            path => File.ReadAllText(Repository.PathOf(path)).Contains(".AsParallel(", StringComparison.Ordinal)
        );

    [Fact]
    public async Task A_cancellation_ends_it()
    {
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            OrderedRows.TransformAsync(
                Enumerable.Range(0, 1000).ToList(),
                row =>
                {
                    cancel.Cancel();
                    return row;
                },
                2,
                cancel.Token
            )
        );
    }
}
