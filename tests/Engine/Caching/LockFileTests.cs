using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class LockFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Lock => _folder.PathOf("a.lock");

    [Fact]
    public void One_alone_keeps_all_others_out()
    {
        using var alone = LockFile.TryOpen(Lock, FileShare.None);

        Assert.NotNull(alone);
        Assert.Null(LockFile.TryOpen(Lock, FileShare.None));
        Assert.Null(LockFile.TryOpen(Lock, FileShare.Read));
    }

    [Fact]
    public void Several_share_and_keep_out_who_wants_it_alone()
    {
        using var one = LockFile.TryOpen(Lock, FileShare.Read);
        using var other = LockFile.TryOpen(Lock, FileShare.Read);

        Assert.NotNull(one);
        Assert.NotNull(other);
        Assert.Null(LockFile.TryOpen(Lock, FileShare.None));
    }

    [Fact]
    public void It_is_free_once_it_is_closed()
    {
        LockFile.TryOpen(Lock, FileShare.None)!.Dispose();
        LockFile.TryOpen(Lock, FileShare.Read)!.Dispose();

        using var again = LockFile.TryOpen(Lock, FileShare.None);
        Assert.NotNull(again);
    }

    [Fact]
    public void Locks_are_kept_where_these_tests_run_and_the_look_leaves_nothing()
    {
        Assert.True(LockFile.AreKeptIn(_folder.Root));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Where_nothing_can_be_written_there_is_nothing_to_be_locked() => Assert.True(LockFile.AreKeptIn(_folder.PathOf("nowhere")));

    [Theory]
    [InlineData(11, true)]
    [InlineData(35, true)]
    [InlineData(unchecked((int)0x80070020), true)]
    [InlineData(28, false)]
    [InlineData(0, false)]
    public void Only_another_holder_is_waited_for(int error, bool isHeld) =>
        Assert.Equal(isHeld, LockFile.IsHeld(new IOException("", error)));

    public void Dispose() => _folder.Dispose();
}
