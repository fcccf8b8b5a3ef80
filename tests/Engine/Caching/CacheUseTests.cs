using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class CacheUseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Runs_share_it_and_who_removes_waits_for_all_of_them()
    {
        var one = await ShareAsync();
        var other = await ShareAsync();
        Assert.Null(CacheUse.TryAlone(_folder.Root, out var reason));
        one.Dispose();
        Assert.Null(CacheUse.TryAlone(_folder.Root, out _));
        other.Dispose();
        using var alone = CacheUse.TryAlone(_folder.Root, out var none);

        Assert.NotNull(alone);
        Assert.Equal("a run is using the cache; try again when it has ended", reason);
        Assert.Null(none);
    }

    [Fact]
    public async Task A_run_waits_until_nobody_removes_any_more()
    {
        var alone = CacheUse.TryAlone(_folder.Root, out _)!;
        Assert.Null(CacheUse.TryAlone(_folder.Root, out _));
        var waiting = ShareAsync();
        Assert.False(waiting.IsCompleted);

        alone.Dispose();

        (await waiting).Dispose();
    }

    [Fact]
    public async Task Waiting_ends_with_cancellation()
    {
        using var alone = CacheUse.TryAlone(_folder.Root, out _);
        using var cancel = new CancellationTokenSource();
        var waiting = CacheUse.ShareAsync(_folder.Root, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_locked_can_be_read_and_counts_as_in_use_for_who_removes()
    {
        _folder.Write(".locks", "a file in the place of the folder");

        using var reading = await ShareAsync();
        Assert.Null(CacheUse.TryAlone(_folder.Root, out var reason));

        Assert.StartsWith("a run may be using the cache, which cannot be locked: ", reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CacheUse> ShareAsync() => CacheUse.ShareAsync(_folder.Root, TestContext.Current.CancellationToken);
}
