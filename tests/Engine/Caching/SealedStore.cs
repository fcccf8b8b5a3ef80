using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

/// <summary>A cache of a test's own with a few shorthands.</summary>
internal sealed class SealedStore : IDisposable
{
    public const string Stage = "sample";

    private readonly TemporaryFolder _folder = new();

    public SealedStore(ICommitObserver? observer = null, bool verify = false)
    {
        Store = new ArtifactStore(
            Cache,
            observer ?? NoCommitObserver.Instance,
            new Dictionary<string, string> { ["library"] = "1" },
            verify
        );
    }

    public string Cache => _folder.PathOf("cache");

    public ArtifactStore Store { get; }

    /// <summary>The same cache under another observer or with verification.</summary>
    public ArtifactStore Other(ICommitObserver? observer = null, bool verify = false) =>
        new(Cache, observer ?? NoCommitObserver.Instance, new Dictionary<string, string> { ["library"] = "1" }, verify);

    public static JsonObject Document(string tag) => new() { ["stage"] = Stage, ["tag"] = tag };

    public static string Fingerprint(string tag) => Digest.OfText(CanonicalJson.Text(Document(tag)));

    public string FolderOf(string tag) => Store.FolderOf(Stage, Fingerprint(tag));

    /// <summary>Seals an artifact of text files.</summary>
    public Manifest Seal(string tag, params (string Name, string Text)[] files) => Seal(Store, tag, files);

    public static Manifest Seal(ArtifactStore store, string tag, params (string Name, string Text)[] files)
    {
        var draft = store.BeginDraft(Stage, Fingerprint(tag));
        foreach (var (name, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(draft, name))!);
            File.WriteAllText(Path.Combine(draft, name), text);
        }

        return store.Commit(
            Stage,
            Document(tag),
            Fingerprint(tag),
            draft,
            new Dictionary<string, long> { ["part.parquet"] = 3 },
            TestContext.Current.CancellationToken
        );
    }

    public void Dispose() => _folder.Dispose();
}
