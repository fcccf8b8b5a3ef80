using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

/// <summary>Locks between users: what this one cannot open counts as held, and what it can read it can lock.</summary>
public sealed class OtherUserLockTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Readable = Mine | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly TemporaryFolder _folder = new();

    public OtherUserLockTests()
    {
        Assert.SkipUnless(OtherUser.CanBeTried, "Only root can act as another user.");
        Directory.CreateDirectory(_folder.PathOf(".locks"));
        OtherUser.Open(_folder.Root);
    }

    private string Use => _folder.PathOf(".locks", "use");

    private string Lock => _folder.PathOf(".locks", "a.lock");

    [Theory]
    [InlineData(Mine, "a run may be using the cache, which cannot be locked: the lock ")]
    [InlineData(Readable, "a run is using the cache; try again when it has ended")]
    public async Task A_cache_that_another_users_run_uses_cannot_be_had_alone(UnixFileMode mode, string expected)
    {
        using var use = await CacheUse.ShareAsync(_folder.Root, TestContext.Current.CancellationToken);
        FileRights.Set(Use, mode);
        string? reason = null;

        OtherUser.Do(() => Assert.Null(CacheUse.TryAlone(_folder.Root, out reason)));

        Assert.StartsWith(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_use_that_others_could_not_see_is_refused()
    {
        File.WriteAllText(Use, "");
        FileRights.Set(Use, Mine);

        OtherUser.Do(() =>
        {
            var share = CacheUse.ShareAsync(_folder.Root, CancellationToken.None);
            Assert.IsType<LockNotOpenedException>(share.Exception!.InnerException);
        });
    }

    [Fact]
    public void A_cache_that_another_user_used_can_be_shared_and_had_alone()
    {
        File.WriteAllText(Use, "");
        FileRights.Set(Use, Readable);

        OtherUser.Do(() =>
        {
            using (CacheUse.ShareAsync(_folder.Root, CancellationToken.None).Result)
            {
                Assert.Null(CacheUse.TryAlone(_folder.Root, out _));
            }

            using var alone = CacheUse.TryAlone(_folder.Root, out _);
            Assert.NotNull(alone);
        });
    }

    [Theory]
    [InlineData(Mine)]
    [InlineData(Readable)]
    public void An_artifact_that_another_user_holds_is_held(UnixFileMode mode)
    {
        using var held = ArtifactLock.TryAcquire(Lock);
        FileRights.Set(Lock, mode);

        OtherUser.Do(() => Assert.Null(ArtifactLock.TryAcquire(Lock)));
    }

    [Fact]
    public void What_a_dead_process_of_another_user_left_is_free_if_it_can_be_read_and_held_if_not()
    {
        File.WriteAllText(Lock, "");
        File.WriteAllText(Lock + ".holder", "process 1 on another");

        FileRights.Set(Lock, Mine);
        OtherUser.Do(() => Assert.Null(ArtifactLock.TryAcquire(Lock)));

        FileRights.Set(Lock, Readable);
        OtherUser.Do(() =>
        {
            using var taken = ArtifactLock.TryAcquire(Lock);
            Assert.NotNull(taken);
            Assert.Null(ArtifactLock.TryAcquire(Lock));
        });
    }

    [Fact]
    public void A_lock_whose_file_cannot_be_removed_is_let_go_all_the_same()
    {
        File.WriteAllText(Lock, "");
        FileRights.Set(Lock, Readable);
        FileRights.Set(_folder.PathOf(".locks"), (UnixFileMode)0b111_101_101);

        OtherUser.Do(() =>
        {
            ArtifactLock.TryAcquire(Lock)!.Dispose();
            ArtifactLock.TryAcquire(Lock)!.Dispose();
        });

        Assert.True(File.Exists(Lock));
    }

    public void Dispose() => _folder.Dispose();
}
