using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class FileDigestsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _hashed = [];

    public FileDigestsTests() => Directory.CreateDirectory(_folder.PathOf("cache"));

    [Fact]
    public void Looking_at_files_makes_no_cache()
    {
        Directory.Delete(_folder.PathOf("cache"));

        Fresh().ArtifactOf(Old("data.jsonl", "rows"), []);

        Assert.False(Directory.Exists(_folder.PathOf("cache")));
    }

    [Fact]
    public void A_big_file_is_hashed_once_whoever_asks_and_however_often()
    {
        var path = _folder.PathOf("model.safetensors");
        using (var file = File.Create(path))
        {
            file.SetLength(64L << 20);
        }

        SetOld(path);
        var first = Fresh();
        Parallel.For(0, 8, _ => first.ArtifactOf(_folder.Root, ["*.safetensors"]));
        Fresh().ArtifactOf(_folder.Root, ["*.safetensors"]);
        Fresh().Compute(path);

        Assert.Equal([path], _hashed);
    }

    [Fact]
    public void It_is_remembered_although_the_process_is_killed_before_its_end()
    {
        var path = Old("data.jsonl", "rows");
        Fresh().ArtifactOf(path, []);

        Fresh().ArtifactOf(path, []);

        Assert.Single(_hashed);
    }

    [Fact]
    public void Verifying_hashes_again_and_once()
    {
        var path = Old("data.jsonl", "rows");
        Fresh().ArtifactOf(path, []);

        var verifying = Fresh(verify: true);
        verifying.ArtifactOf(path, []);
        verifying.ArtifactOf(path, []);

        Assert.Equal(2, _hashed.Count);
    }

    [Fact]
    public void Other_contents_are_noticed_by_length_by_time_and_by_inode()
    {
        var path = Old("data.jsonl", "rows");
        var known = Fresh().ArtifactOf(path, []).Digest;

        Old("data.jsonl", "more rows");
        var longer = Fresh().ArtifactOf(path, []).Digest;
        File.WriteAllText(path, "MORE ROWS");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        var retimed = Fresh().ArtifactOf(path, []).Digest;
        var time = File.GetLastWriteTimeUtc(path);
        var replacement = _folder.Write("replacement", "More Rows");
        File.SetLastWriteTimeUtc(replacement, time);
        File.Move(replacement, path, overwrite: true);
        var replaced = Fresh().ArtifactOf(path, []).Digest;

        Assert.Equal(4, new[] { known, longer, retimed, replaced }.Distinct().Count());
    }

    [Fact]
    public void A_file_written_just_now_is_not_trusted_by_the_next_process()
    {
        // A second write within the grain of the file system's clock would leave the same stamp.
        var path = _folder.Write("data.jsonl", "rows");
        Fresh(ahead: TimeSpan.Zero).ArtifactOf(path, []);
        SetOld(path);
        Fresh(ahead: TimeSpan.Zero).ArtifactOf(path, []);
        Fresh(ahead: TimeSpan.Zero).ArtifactOf(path, []);

        Assert.Equal(3, _hashed.Count);
    }

    [Fact]
    public void A_change_in_place_of_equal_length_and_time_is_noticed()
    {
        var path = Old("data.jsonl", "rows");
        var time = File.GetLastWriteTimeUtc(path);
        var known = Fresh().ArtifactOf(path, []);
        Thread.Sleep(20);
        File.WriteAllText(path, "ROWS");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Throws<InputException>(() => FileDigests.EnsureUnchanged(known));
        Assert.NotEqual(known.Digest, Fresh().ArtifactOf(path, []).Digest);
    }

    [Fact]
    public void A_file_that_is_changed_while_it_is_hashed_is_refused_and_not_remembered()
    {
        var path = Old("data.jsonl", "rows");
        var digests = Fresh(whileHashing: hashed => File.AppendAllText(hashed, "!"));

        var error = Assert.Throws<InputException>(() => digests.ArtifactOf(path, []));

        Assert.Equal($"{path} was changed while it was being read; run again.", error.Message);
        var before = _hashed.Count;
        Fresh().ArtifactOf(path, []);
        Assert.Equal(before + 1, _hashed.Count);
    }

    [Fact]
    public void A_file_that_could_not_be_hashed_is_hashed_when_it_is_asked_for_again()
    {
        var path = Old("data.jsonl", "rows");
        var fails = true;
        var digests = Fresh(whileHashing: _ => throw (fails ? new IOException("no such luck") : new InvalidOperationException()));

        var error = Assert.Throws<InputException>(() => digests.ArtifactOf(path, []));
        fails = false;

        Assert.Equal($"{path} cannot be read: no such luck", error.Message);
        Assert.Throws<InvalidOperationException>(() => digests.ArtifactOf(path, []));
    }

    [Fact]
    public void A_file_that_is_merely_touched_while_it_is_read_is_the_same()
    {
        var path = Old("data.jsonl", "rows");
        var artifact = Fresh().ArtifactOf(path, []);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        File.CreateSymbolicLink(_folder.PathOf("link"), path);

        FileDigests.EnsureUnchanged(artifact);
    }

    [Fact]
    public void A_damaged_memory_costs_a_hash_and_nothing_else()
    {
        var path = Old("data.jsonl", "rows");
        var known = Fresh().ArtifactOf(path, []);
        var memory = _folder.PathOf("cache", FileDigestMemory.FileName);
        var other = Digest.OfText("other rows");
        File.WriteAllText(memory, File.ReadAllText(memory).Replace(known.Files[0].Digest, other, StringComparison.Ordinal));

        Assert.Equal(known.Digest, Fresh().ArtifactOf(path, []).Digest);
        Assert.Equal(2, _hashed.Count);
    }

    [Fact]
    public void Two_who_save_keep_each_others_lines()
    {
        var (one, other) = (Fresh(), Fresh());
        var (a, b) = (Old("a", "a"), Old("b", "b"));
        one.Compute(a);
        other.Compute(b);
        one.Save();
        other.Save();

        Fresh().Compute(a);
        Fresh().Compute(b);

        Assert.Equal(2, _hashed.Count);
    }

    [Fact]
    public void A_lone_files_name_is_not_part_of_what_it_says_but_names_in_a_folder_are()
    {
        var (a, b) = (Old("one/a.txt", "same"), Old("two/b.txt", "same"));
        var digests = Fresh();

        Assert.Equal(digests.ArtifactOf(a, []).Digest, digests.ArtifactOf(b, []).Digest);
        Assert.NotEqual(digests.ArtifactOf(_folder.PathOf("one"), []).Digest, digests.ArtifactOf(_folder.PathOf("two"), []).Digest);
    }

    [Fact]
    public void Only_files_that_count_are_read()
    {
        Old("model/config.json", "{}");
        var before = Fresh().ArtifactOf(_folder.PathOf("model"), ["*.json"]).Digest;
        Old("model/README.md", "a card");

        Assert.Equal(before, Fresh().ArtifactOf(_folder.PathOf("model"), ["*.json", "config.*"]).Digest);
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("empty", "holds none of the expected files (*.json)")]
    public void What_is_not_there_is_said(string name, string message)
    {
        Directory.CreateDirectory(_folder.PathOf("empty"));

        var error = Assert.Throws<InputException>(() => Fresh().ArtifactOf(_folder.PathOf(name), ["*.json"]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_after_hashing_is_noticed()
    {
        var path = Old("data.jsonl", "rows");
        var artifact = Fresh().ArtifactOf(path, []);
        FileDigests.EnsureUnchanged(artifact);

        File.AppendAllText(path, "!");

        var error = Assert.Throws<InputException>(() => FileDigests.EnsureUnchanged(artifact));
        Assert.Contains("was changed while it was being read", error.Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Throws<InputException>(() => FileDigests.EnsureUnchanged(artifact));
    }

    public void Dispose() => _folder.Dispose();

    private static void SetOld(string path) => File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));

    private string Old(string name, string text)
    {
        var path = _folder.Write(name, text);
        SetOld(path);
        return path;
    }

    /// <summary>Digests of a process that looks at files a day after they were written, unless another time is given.</summary>
    private FileDigests Fresh(bool verify = false, TimeSpan? ahead = null, Action<string>? whileHashing = null) =>
        new(
            _folder.PathOf("cache"),
            verify,
            path =>
            {
                lock (_hashed)
                {
                    _hashed.Add(path);
                }

                whileHashing?.Invoke(path);
                return Digest.OfFile(path);
            },
            new ShiftedClock(ahead ?? TimeSpan.FromDays(1))
        );

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
