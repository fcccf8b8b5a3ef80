using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class FileStampTests : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(20);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_that_nobody_touches_keeps_its_stamp()
    {
        var path = _folder.Write("a", "one");

        Assert.Equal(FileStamp.Read(path), FileStamp.Read(path));
    }

    [Fact]
    public void A_change_in_place_of_equal_length_shows_though_the_time_is_set_back()
    {
        var path = _folder.Write("a", "one");
        var (time, stamp) = (File.GetLastWriteTimeUtc(path), FileStamp.Read(path));
        Thread.Sleep(_step);
        File.WriteAllText(path, "two");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal(time, File.GetLastWriteTimeUtc(path));
        Assert.NotEqual(stamp, FileStamp.Read(path));
    }

    [Fact]
    public void Length_time_and_inode_show()
    {
        var path = _folder.Write("a", "one");
        var stamp = FileStamp.Read(path).Split(':');
        File.AppendAllText(path, "!");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        var longer = FileStamp.Read(path).Split(':');
        File.Move(_folder.Write("b", "one"), path, overwrite: true);
        var replaced = FileStamp.Read(path).Split(':');
        File.Delete(path);

        Assert.Equal(("3", "4"), (stamp[0], longer[0]));
        Assert.Equal($"{DateTime.UnixEpoch.Ticks}", longer[1]);
        Assert.Equal((stamp[3], true), (longer[3], longer[3] != replaced[3]));
        Assert.StartsWith("-1:", FileStamp.Read(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_settled_once_both_its_times_are_past_the_grain_of_clocks()
    {
        var path = _folder.Write("a", "one");
        var now = DateTimeOffset.UtcNow;

        Assert.False(FileStamp.IsSettled(path, now));
        Assert.True(FileStamp.IsSettled(path, now.AddSeconds(30)));

        // Set back by whoever wrote it: the system's own time still says that it was changed just now.
        File.SetLastWriteTimeUtc(path, now.UtcDateTime.AddDays(-1));
        Assert.False(FileStamp.IsSettled(path, now));
        File.SetLastWriteTimeUtc(path, now.UtcDateTime.AddDays(1));
        Assert.False(FileStamp.IsSettled(path, now.AddSeconds(30)));
        Assert.True(FileStamp.IsSettled(path, now.AddDays(1).AddSeconds(30)));
    }

    [Fact]
    public void The_change_time_is_about_now_and_links_lead_to_one_identity()
    {
        var path = _folder.Write("a", "one");
        File.CreateSymbolicLink(_folder.PathOf("link"), path);
        var identity = FileIdentity.Read(path);

        Assert.InRange(DateTime.UnixEpoch.AddTicks(identity.Changed), DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow.AddMinutes(10));
        Assert.NotEqual(0ul, identity.Inode);
        Assert.Equal(identity, FileIdentity.Read(_folder.PathOf("link")));
        Assert.NotEqual(identity.Inode, FileIdentity.Read(_folder.Write("b", "one")).Inode);
        Assert.Equal(default, FileIdentity.Read(_folder.PathOf("none")));
    }

    public void Dispose() => _folder.Dispose();
}
