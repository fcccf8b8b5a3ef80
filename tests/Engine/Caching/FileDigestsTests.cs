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

        Fresh().ArtifactOf(Old("data.jsonl", "rows"), [], TestContext.Current.CancellationToken);

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
        Parallel.For(0, 8, _ => first.ArtifactOf(_folder.Root, ["*.safetensors"], TestContext.Current.CancellationToken));
        Fresh().ArtifactOf(_folder.Root, ["*.safetensors"], TestContext.Current.CancellationToken);
        Fresh().Compute(path, TestContext.Current.CancellationToken);

        Assert.Equal([path], _hashed);
    }

    [Fact]
    public void It_is_remembered_although_the_process_is_killed_before_its_end()
    {
        var path = Old("data.jsonl", "rows");
        Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);

        Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);

        Assert.Single(_hashed);
    }

    [Fact]
    public void Verifying_hashes_again_and_once()
    {
        var path = Old("data.jsonl", "rows");
        Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);

        var verifying = Fresh(verify: true);
        verifying.ArtifactOf(path, [], TestContext.Current.CancellationToken);
        verifying.ArtifactOf(path, [], TestContext.Current.CancellationToken);

        Assert.Equal(2, _hashed.Count);
    }

    [Fact]
    public void Other_contents_are_noticed_by_length_by_time_and_by_inode()
    {
        var path = Old("data.jsonl", "rows");
        var known = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken).Digest;

        Old("data.jsonl", "more rows");
        var longer = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken).Digest;
        File.WriteAllText(path, "MORE ROWS");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        var retimed = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken).Digest;
        var time = File.GetLastWriteTimeUtc(path);
        var replacement = _folder.Write("replacement", "More Rows");
        File.SetLastWriteTimeUtc(replacement, time);
        File.Move(replacement, path, overwrite: true);
        var replaced = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken).Digest;

        Assert.Equal(4, new[] { known, longer, retimed, replaced }.Distinct().Count());
    }

    [Fact]
    public void A_file_written_just_now_is_not_trusted_by_the_next_process()
    {
        // A second write within the grain of the file system's clock would leave the same stamp.
        var path = _folder.Write("data.jsonl", "rows");
        Fresh(ahead: TimeSpan.Zero).ArtifactOf(path, [], TestContext.Current.CancellationToken);
        SetOld(path);
        Fresh(ahead: TimeSpan.Zero).ArtifactOf(path, [], TestContext.Current.CancellationToken);
        Fresh(ahead: TimeSpan.Zero).ArtifactOf(path, [], TestContext.Current.CancellationToken);

        Assert.Equal(3, _hashed.Count);
    }

    [Fact]
    public void A_change_in_place_of_equal_length_and_time_is_noticed()
    {
        var path = Old("data.jsonl", "rows");
        var time = File.GetLastWriteTimeUtc(path);
        var known = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);
        Thread.Sleep(20);
        File.WriteAllText(path, "ROWS");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Throws<InputException>(() => FileDigests.EnsureUnchanged(known, TestContext.Current.CancellationToken));
        Assert.NotEqual(known.Digest, Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken).Digest);
    }

    [Fact]
    public void A_file_that_is_changed_while_it_is_hashed_is_refused_and_not_remembered()
    {
        var path = Old("data.jsonl", "rows");
        var digests = Fresh(whileHashing: hashed => File.AppendAllText(hashed, "!"));

        var error = Assert.Throws<InputException>(() => digests.ArtifactOf(path, [], TestContext.Current.CancellationToken));

        Assert.Equal($"{path} was changed while it was being read; run again.", error.Message);
        var before = _hashed.Count;
        Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);
        Assert.Equal(before + 1, _hashed.Count);
    }

    [Fact]
    public void A_file_that_could_not_be_hashed_is_hashed_when_it_is_asked_for_again()
    {
        var path = Old("data.jsonl", "rows");
        var fails = true;
        var digests = Fresh(whileHashing: _ => throw (fails ? new IOException("no such luck") : new InvalidOperationException()));

        var error = Assert.Throws<InputException>(() => digests.ArtifactOf(path, [], TestContext.Current.CancellationToken));
        fails = false;

        Assert.Equal($"{path} cannot be read: no such luck", error.Message);
        Assert.Throws<InvalidOperationException>(() => digests.ArtifactOf(path, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_that_is_merely_touched_while_it_is_read_is_the_same()
    {
        var path = Old("data.jsonl", "rows");
        var artifact = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        File.CreateSymbolicLink(_folder.PathOf("link"), path);

        FileDigests.EnsureUnchanged(artifact, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_damaged_memory_costs_a_hash_and_nothing_else()
    {
        var path = Old("data.jsonl", "rows");
        var known = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);
        var memory = _folder.PathOf("cache", FileDigestMemory.FileName);
        var other = Digest.OfText("other rows");
        File.WriteAllText(memory, File.ReadAllText(memory).Replace(known.Files[0].Digest, other, StringComparison.Ordinal));

        Assert.Equal(known.Digest, Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken).Digest);
        Assert.Equal(2, _hashed.Count);
    }

    [Fact]
    public void Two_who_save_keep_each_others_lines()
    {
        var (one, other) = (Fresh(), Fresh());
        var (a, b) = (Old("a", "a"), Old("b", "b"));
        one.Compute(a, TestContext.Current.CancellationToken);
        other.Compute(b, TestContext.Current.CancellationToken);
        one.Save();
        other.Save();

        Fresh().Compute(a, TestContext.Current.CancellationToken);
        Fresh().Compute(b, TestContext.Current.CancellationToken);

        Assert.Equal(2, _hashed.Count);
    }

    [Fact]
    public void A_lone_files_name_is_not_part_of_what_it_says_but_names_in_a_folder_are()
    {
        var (a, b) = (Old("one/a.txt", "same"), Old("two/b.txt", "same"));
        var digests = Fresh();

        Assert.Equal(
            digests.ArtifactOf(a, [], TestContext.Current.CancellationToken).Digest,
            digests.ArtifactOf(b, [], TestContext.Current.CancellationToken).Digest
        );
        Assert.NotEqual(
            digests.ArtifactOf(_folder.PathOf("one"), [], TestContext.Current.CancellationToken).Digest,
            digests.ArtifactOf(_folder.PathOf("two"), [], TestContext.Current.CancellationToken).Digest
        );
    }

    [Fact]
    public void Only_files_that_count_are_read()
    {
        Old("model/config.json", "{}");
        var before = Fresh().ArtifactOf(_folder.PathOf("model"), ["*.json"], TestContext.Current.CancellationToken).Digest;
        Old("model/README.md", "a card");

        Assert.Equal(
            before,
            Fresh().ArtifactOf(_folder.PathOf("model"), ["*.json", "config.*"], TestContext.Current.CancellationToken).Digest
        );
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("empty", "holds none of the expected files (*.json)")]
    public void What_is_not_there_is_said(string name, string message)
    {
        Directory.CreateDirectory(_folder.PathOf("empty"));

        var error = Assert.Throws<InputException>(() =>
            Fresh().ArtifactOf(_folder.PathOf(name), ["*.json"], TestContext.Current.CancellationToken)
        );

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_after_hashing_is_noticed()
    {
        var path = Old("data.jsonl", "rows");
        var artifact = Fresh().ArtifactOf(path, [], TestContext.Current.CancellationToken);
        FileDigests.EnsureUnchanged(artifact, TestContext.Current.CancellationToken);

        File.AppendAllText(path, "!");

        var error = Assert.Throws<InputException>(() => FileDigests.EnsureUnchanged(artifact, TestContext.Current.CancellationToken));
        Assert.Contains("was changed while it was being read", error.Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Throws<InputException>(() => FileDigests.EnsureUnchanged(artifact, TestContext.Current.CancellationToken));
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
            (path, cancellation) =>
            {
                lock (_hashed)
                {
                    _hashed.Add(path);
                }

                whileHashing?.Invoke(path);
                return Digest.OfFile(path, cancellation);
            },
            new ShiftedClock(ahead ?? TimeSpan.FromDays(1))
        );

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
