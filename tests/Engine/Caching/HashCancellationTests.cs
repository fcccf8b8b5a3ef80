using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

/// <summary>Every hash of the engine is stopped in the middle of a file: each of these files takes long to read to its end.</summary>
public sealed class HashCancellationTests : IDisposable
{
    private const long Endless = 1L << 40;
    private const string Any = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly string _path;
    private readonly List<FileReading> _read = [];

    public HashCancellationTests() => _path = EndlessFile("model", "weights.bin");

    [Fact]
    public void A_file_is_hashed_no_further_than_to_the_piece_at_which_it_is_stopped()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Digest.OfFile(_path, _cancel.Token, StopAtThird));

        Assert.Equal([1L << 20, 2L << 20, 3L << 20], _read.Select(reading => reading.Done));
        Assert.All(_read, reading => Assert.Equal((_path, Endless), (reading.Path, reading.Bytes)));
    }

    [Fact]
    public void What_a_user_gave_is()
    {
        var digests = new FileDigests(_folder.PathOf("cache"), verify: true);

        Assert.ThrowsAny<OperationCanceledException>(() => digests.ArtifactOf(_path, [], _cancel.Token, StopAtThird));
        Assert.Equal(3, _read.Count);
        Assert.ThrowsAny<OperationCanceledException>(() => digests.Compute(_path, _cancel.Token));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            FileDigests.EnsureUnchanged(
                new Artifact(Any, Any, [], [new ArtifactFile("weights.bin", _path, Endless, Any) { Stamp = "another" }], null),
                _cancel.Token
            )
        );
    }

    [Fact]
    public void The_look_of_verify_at_what_is_sealed_is()
    {
        var store = Store(verify: true);
        var folder = store.FolderOf("stage", Any);
        EndlessFile(Path.GetRelativePath(_folder.Root, folder), "weights.bin");
        var manifest = new Manifest("stage", Any, new JsonObject(), [new SealedFile("weights.bin", Endless, Any, null)], Libraries);
        File.WriteAllText(Path.Combine(folder, Manifest.FileName), manifest.ToJson());

        Assert.ThrowsAny<OperationCanceledException>(() => store.Find("stage", Any, _cancel.Token, StopAtThird));
        Assert.Equal(3, _read.Count);
        Assert.ThrowsAny<OperationCanceledException>(() => IntactFiles.HaveDigests(folder, manifest.Files, _cancel.Token));
    }

    [Fact]
    public void The_look_at_what_is_about_to_be_read_is()
    {
        var part = new Part(0, _path, Any, 1);

        Assert.ThrowsAny<OperationCanceledException>(() => Store().RequireIntact(part, _cancel.Token, StopAtThird));
        Assert.Equal(3, _read.Count);
        Assert.ThrowsAny<OperationCanceledException>(() => Store().RequireIntact(new Artifact(Any, Any, [part], [], null), _cancel.Token));
    }

    [Fact]
    public void Sealing_is_and_leaves_nothing_sealed()
    {
        var store = Store();
        var draft = store.BeginDraft("stage", Any);
        EndlessFile(Path.GetRelativePath(_folder.Root, draft), "weights.bin");

        Assert.ThrowsAny<OperationCanceledException>(() =>
            store.Commit("stage", new JsonObject(), Any, draft, new Dictionary<string, long>(), _cancel.Token, StopAtThird)
        );

        Assert.Equal(3, _read.Count);
        Assert.False(Directory.Exists(store.FolderOf("stage", Any)));
    }

    [Fact]
    public void The_look_at_what_training_goes_on_from_is()
    {
        var folder = Path.GetDirectoryName(_path)!;
        SealedRecord.Write(
            Path.Combine(folder, SealedFolder.FileName),
            new JsonObject { ["files"] = SealedFile.ToJson([new SealedFile("weights.bin", Endless, Any, null)]) }
        );

        _cancel.CancelAfter(1);
        Assert.ThrowsAny<OperationCanceledException>(() => SealedFolder.RequireIntact(folder, _cancel.Token));
    }

    public void Dispose()
    {
        _cancel.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, string> Libraries => [];

    private ArtifactStore Store(bool verify = false) => new(_folder.PathOf("cache"), NoCommitObserver.Instance, Libraries, verify);

    private void StopAtThird(FileReading reading)
    {
        _read.Add(reading);
        if (_read.Count == 3)
        {
            _cancel.Cancel();
        }
    }

    /// <summary>A file of a terabyte of which the disk holds nothing.</summary>
    private string EndlessFile(string folder, string name)
    {
        Directory.CreateDirectory(_folder.PathOf(folder));
        var path = Path.Combine(_folder.PathOf(folder), name);
        using var file = File.Create(path);
        file.SetLength(Endless);
        return path;
    }
}
