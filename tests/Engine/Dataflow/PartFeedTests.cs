using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class PartFeedTests
{
    [Fact]
    public async Task Every_reader_sees_every_part_in_order_however_they_come_and_go()
    {
        var feed = new PartFeed();
        var early = Enumerable.Range(0, 4).Select(_ => ReadAsync(feed, TestContext.Current.CancellationToken)).ToList();
        for (var i = 0; i < 200; i++)
        {
            feed.Add(PartOf(i));
            if (i % 50 == 0)
            {
                await Task.Yield();
            }
        }

        feed.Complete();
        var late = ReadAsync(feed, TestContext.Current.CancellationToken);

        foreach (var reader in early.Append(late))
        {
            Assert.Equal(Enumerable.Range(0, 200), await reader);
        }
    }

    [Fact]
    public async Task A_fault_comes_after_the_parts_that_were_sealed_before_it()
    {
        var feed = new PartFeed();
        feed.Add(PartOf(0));
        feed.Fault(new InvalidOperationException("broken"));
        var seen = new List<int>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var part in feed.ReadAsync(TestContext.Current.CancellationToken))
            {
                seen.Add(part.Index);
            }
        });

        Assert.Equal([0], seen);
        Assert.Equal("broken", error.Message);
    }

    [Fact]
    public async Task A_waiting_reader_ends_with_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var reading = ReadAsync(new PartFeed(), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static Part PartOf(int index) => new(index, "", "", 1);

    private static async Task<List<int>> ReadAsync(PartFeed feed, CancellationToken cancellation)
    {
        var seen = new List<int>();
        await foreach (var part in feed.ReadAsync(cancellation))
        {
            seen.Add(part.Index);
        }

        return seen;
    }
}
