using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Engine.Caching;

/// <summary>What a kill at each moment of a commit leaves, and what the next run's sweep does with it.</summary>
public sealed class CacheSweepTests
{
    [Theory]
    [InlineData(CommitPoint.BeforeWrite)]
    [InlineData(CommitPoint.AfterFlush)]
    [InlineData(CommitPoint.AfterRename)]
    [InlineData(CommitPoint.BeforeManifest)]
    public void A_commit_that_stopped_before_its_manifest_is_swept_and_said(CommitPoint point)
    {
        using var cache = new SealedStore();
        cache.Seal("whole", ("part.parquet", "rows"));
        Assert.Throws<StoppedHereException>(() => SealedStore.Seal(cache.Other(new StopAt(point)), "cut", ("part.parquet", "rows")));

        var swept = cache.Store.Sweep();

        Assert.Single(swept);
        Assert.Contains(SealedStore.Fingerprint("cut")[..32], swept[0], StringComparison.Ordinal);
        Assert.NotNull(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("whole"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(cache.Cache, SealedStore.Stage)));
        Assert.Empty(cache.Store.Sweep());
    }

    [Fact]
    public void State_is_kept_until_its_artifact_is_sealed_and_swept_after()
    {
        using var cache = new SealedStore();
        var state = cache.Store.StateFolderOf(SealedStore.Stage, SealedStore.Fingerprint("a"));
        Directory.CreateDirectory(state);
        Assert.Empty(cache.Store.Sweep());
        Assert.True(Directory.Exists(state));

        Assert.Throws<StoppedHereException>(() =>
            SealedStore.Seal(cache.Other(new StopAt(CommitPoint.AfterManifest)), "a", ("model.bin", "weights"))
        );

        Assert.NotNull(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
        Assert.True(Directory.Exists(state));
        Assert.Equal([$"{SealedStore.Stage}/.state-{SealedStore.Fingerprint("a")[..32]}"], cache.Store.Sweep());
        Assert.False(Directory.Exists(state));
    }

    [Fact]
    public async Task What_somebody_is_working_on_is_left_alone()
    {
        using var cache = new SealedStore();
        using (
            await cache.Store.LockAsync(SealedStore.Stage, SealedStore.Fingerprint("a"), _ => { }, TestContext.Current.CancellationToken)
        )
        {
            var draft = cache.Store.BeginDraft(SealedStore.Stage, SealedStore.Fingerprint("a"));

            Assert.Empty(cache.Other().Sweep());
            Assert.True(Directory.Exists(draft));
        }

        Assert.Single(cache.Other().Sweep());
    }

    [Fact]
    public void Folders_that_are_none_of_the_caches_are_left_alone()
    {
        using var cache = new SealedStore();
        string[] foreign =
        [
            Path.Combine(cache.Cache, SealedStore.Stage, "my notes"),
            Path.Combine(cache.Cache, SealedStore.Stage, new string('z', 32)),
            Path.Combine(cache.Cache, SealedStore.Stage, ".state-short"),
            Path.Combine(cache.Cache, ".hidden", new string('a', 32)),
        ];
        Array.ForEach(foreign, path => Directory.CreateDirectory(path));

        Assert.Empty(cache.Store.Sweep());
        Assert.All(foreign, path => Assert.True(Directory.Exists(path)));
    }

    [Fact]
    public void Locks_that_the_dead_left_are_cleared()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));
        var locks = Directory.CreateDirectory(Path.Combine(cache.Cache, ".locks")).FullName;
        File.WriteAllText(Path.Combine(locks, "sample-dead.lock"), "");
        File.WriteAllText(Path.Combine(locks, "sample-dead.lock.holder"), "process 1 on nowhere");

        cache.Store.Sweep();

        Assert.Empty(Directory.EnumerateFiles(locks));
    }

    [Fact]
    public void A_cache_that_is_not_there_needs_no_sweep()
    {
        using var cache = new SealedStore();

        Assert.Empty(cache.Store.Sweep());
        Assert.False(Directory.Exists(cache.Cache));
    }

    private sealed class StoppedHereException : Exception;

    private sealed class StopAt(CommitPoint point) : ICommitObserver
    {
        public void Reached(string stage, CommitPoint reached)
        {
            if (reached == point)
            {
                throw new StoppedHereException();
            }
        }
    }
}
