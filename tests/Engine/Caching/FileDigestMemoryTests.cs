using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class FileDigestMemoryTests : IDisposable
{
    private static readonly string _digest = Digest.OfText("rows");
    private readonly TemporaryFolder _folder = new();

    private string Record => _folder.PathOf(FileDigestMemory.FileName);

    [Theory]
    [InlineData("/data/rows.jsonl")]
    [InlineData("/data/\t ä\n.jsonl")]
    public void What_was_saved_is_found_under_its_path_and_stamp_alone(string path)
    {
        Save(path, "1:2:3");

        Assert.Equal(_digest, Fresh().Find(path, "1:2:3"));
        Assert.Null(Fresh().Find(path, "1:2:4"));
        Assert.Null(Fresh().Find(path + "x", "1:2:3"));
    }

    [Fact]
    public void What_was_added_is_on_disk_only_after_it_was_saved()
    {
        var memory = Fresh();
        memory.Add("/a", "s", _digest);

        Assert.False(File.Exists(Record));
        memory.Save();
        Assert.Equal(_digest, memory.Find("/a", "s"));
        Assert.True(File.Exists(Record));
    }

    [Fact]
    public void With_nothing_learned_nothing_is_written()
    {
        Save("/a", "s");
        File.SetLastWriteTimeUtc(Record, DateTime.UnixEpoch);

        var memory = Fresh();
        memory.Find("/a", "s");
        memory.Save();

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Record));
    }

    [Fact]
    public void A_newer_stamp_takes_the_place_of_the_older_and_others_stay()
    {
        Save("/a", "old");
        Save("/b", "s");
        Save("/a", "new");

        Assert.Null(Fresh().Find("/a", "old"));
        Assert.Equal(_digest, Fresh().Find("/a", "new"));
        Assert.Equal(_digest, Fresh().Find("/b", "s"));
    }

    [Fact]
    public void One_flipped_bit_anywhere_never_gives_another_digest()
    {
        Save("/a", "s");
        var sound = File.ReadAllBytes(Record);
        for (var at = 0; at < sound.Length; at++)
        {
            var bytes = sound.ToArray();
            bytes[at] ^= 1;
            File.WriteAllBytes(Record, bytes);

            Assert.Contains(Fresh().Find("/a", "s"), new[] { null, _digest });
        }
    }

    [Theory]
    [InlineData("""{"files": []}""")]
    [InlineData("""{"files": {"/a": null}}""")]
    [InlineData("""{"files": {"/a": {"stamp": "s", "sha256": "abc"}}}""")]
    [InlineData("""{"files": {"/a": {"stamp": 1, "sha256": 2}}}""")]
    [InlineData("""{"other": {}}""")]
    public void What_says_what_cannot_be_is_not_remembered(string content)
    {
        SealedRecord.Write(Record, JsonNode.Parse(content)!.AsObject());

        Assert.Null(Fresh().Find("/a", "s"));
    }

    [Fact]
    public void While_another_process_saves_what_was_learned_waits_for_the_next_save()
    {
        var memory = Fresh();
        memory.Add("/a", "s", _digest);
        using (ArtifactLock.TryAcquire(CacheSweep.LockPath(_folder.Root, "file", "digests")))
        {
            memory.Save();
            Assert.False(File.Exists(Record));
        }

        memory.Save();

        Assert.Equal(_digest, Fresh().Find("/a", "s"));
    }

    [Fact]
    public void Where_there_is_no_cache_or_none_that_can_be_written_nothing_is_said()
    {
        var nowhere = new FileDigestMemory(_folder.PathOf("nowhere"));
        nowhere.Add("/a", "s", _digest);
        nowhere.Save();
        Assert.False(Directory.Exists(_folder.PathOf("nowhere")));

        _folder.Write(".locks", "a file in the place of the folder");
        Save("/a", "s");
        Assert.False(File.Exists(Record));
    }

    public void Dispose() => _folder.Dispose();

    private FileDigestMemory Fresh() => new(_folder.Root);

    private void Save(string path, string stamp)
    {
        var memory = Fresh();
        memory.Add(path, stamp, _digest);
        memory.Save();
    }
}
