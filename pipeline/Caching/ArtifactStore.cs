using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;

namespace Pipeline.Engine.Caching;

/// <summary>
/// The cache on disk: <c>&lt;cache&gt;/&lt;stage&gt;/&lt;fingerprint&gt;/</c> holds one sealed map part or one sealed fold. A draft is
/// written beside its place, flushed, renamed, and sealed by its manifest last; what has no manifest does not exist. Several processes may
/// share one cache: every artifact has a lock.
/// </summary>
public sealed class ArtifactStore(string cacheFolder, ICommitObserver observer, IReadOnlyDictionary<string, string> libraries, bool verify)
{
    private const int NameLength = CacheSweep.NameLength;

    private readonly IntactFiles _intact = new(verify);

    /// <summary>The cache's root folder.</summary>
    public string Folder => cacheFolder;

    /// <summary>Where the artifact of a fingerprint lies or would lie.</summary>
    public string FolderOf(string stage, string fingerprint) => Path.Combine(cacheFolder, stage, fingerprint[..NameLength]);

    /// <summary>Where a fold of that fingerprint keeps its resumable state.</summary>
    public string StateFolderOf(string stage, string fingerprint) =>
        Path.Combine(cacheFolder, stage, CacheSweep.StatePrefix + fingerprint[..NameLength]);

    /// <summary>
    /// The sealed artifact of a fingerprint; null if there is none or it is damaged: a file is gone, or of another length, or was written
    /// after its manifest and has other bytes. What nothing of that shows,
    /// <see cref="RequireIntact(Artifact, CancellationToken, Action{FileReading})"/> finds.
    /// </summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="cancellation">Stops in the middle of a file that is hashed, as all are if asked to verify.</param>
    /// <param name="reading">Is told how far such a file is read.</param>
    public Manifest? Find(string stage, string fingerprint, CancellationToken cancellation, Action<FileReading>? reading = null)
    {
        var folder = FolderOf(stage, fingerprint);
        return
            Manifest.Load(folder) is { } manifest
            && manifest.Stage == stage
            && manifest.Fingerprint == fingerprint
            && _intact.Has(folder, manifest, cancellation, reading)
            ? manifest
            : null;
    }

    /// <summary>Makes sure that what is about to be read from a sealed artifact has the digests that it was sealed with; the user's own
    /// files are no matter of the cache.</summary>
    /// <exception cref="IOException">A file is damaged; its artifact is sealed no longer, so that the next run makes it anew.</exception>
    public void RequireIntact(Artifact artifact, CancellationToken cancellation, Action<FileReading>? reading = null)
    {
        foreach (var part in artifact.Parts)
        {
            RequireIntact(part, cancellation, reading);
        }

        foreach (var file in artifact.Files.Where(file => file.Stamp is null))
        {
            _intact.Require(file.Path, file.Digest, artifact.Folder!, cancellation, reading);
        }
    }

    /// <summary>Makes sure that one sealed part is what was sealed.</summary>
    /// <exception cref="IOException">It is damaged; it is sealed no longer, so that the next run makes it anew.</exception>
    public void RequireIntact(Part part, CancellationToken cancellation, Action<FileReading>? reading = null) =>
        _intact.Require(part.Path, part.Digest, Path.GetDirectoryName(part.Path)!, cancellation, reading);

    /// <summary>Locks an artifact against other processes until disposed.</summary>
    public async Task<IDisposable> LockAsync(string stage, string fingerprint, Action<string> waiting, CancellationToken cancellation) =>
        await ArtifactLock
            .AcquireAsync(CacheSweep.LockPath(cacheFolder, stage, fingerprint[..NameLength]), waiting, cancellation)
            .ConfigureAwait(false);

    /// <summary>
    /// Makes an empty draft folder for an artifact, whose lock must be held. Its name is its own, so that even where locks fail (a network
    /// file system without them) nobody seals another's half-written files.
    /// </summary>
    public string BeginDraft(string stage, string fingerprint)
    {
        var draft = Path.Combine(cacheFolder, stage, $"{CacheSweep.DraftPrefix}{fingerprint[..NameLength]}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft);
        observer.Reached(stage, CommitPoint.BeforeWrite);
        return draft;
    }

    /// <summary>Removes a draft that will not be sealed.</summary>
    public static void Discard(string draft) => Remove(draft);

    /// <summary>
    /// Seals a draft: flush, rename, manifest last. Removes the fold's resumable state. Where an equal artifact is sealed already (a forced
    /// run), that one stays, so that nobody who is reading it is disturbed.
    /// </summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="document">The fingerprint's document.</param>
    /// <param name="fingerprint">Its digest.</param>
    /// <param name="draft">The folder that <see cref="BeginDraft"/> returned.</param>
    /// <param name="rows">Row counts of the files that are table parts.</param>
    /// <param name="cancellation">Stops in the middle of a file that is hashed: nothing is sealed then. The flush of one file, which is the
    /// system's, is waited for.</param>
    /// <param name="reading">Is told how far a file is hashed.</param>
    public Manifest Commit(
        string stage,
        JsonObject document,
        string fingerprint,
        string draft,
        IReadOnlyDictionary<string, long> rows,
        CancellationToken cancellation,
        Action<FileReading>? reading = null
    )
    {
        DurableFile.FlushTree(draft, cancellation);
        var files = SealedFile.In(draft, rows, cancellation, reading);
        observer.Reached(stage, CommitPoint.AfterFlush);
        if (
            Find(stage, fingerprint, cancellation, reading) is { } known
            && known.Files.SequenceEqual(files)
            && IntactFiles.HaveDigests(FolderOf(stage, fingerprint), files, cancellation, reading)
        )
        {
            Remove(draft);
            Remove(StateFolderOf(stage, fingerprint));
            return known;
        }

        var folder = FolderOf(stage, fingerprint);
        var manifest = new Manifest(stage, fingerprint, document, files, libraries);
        var text = manifest.ToJson();
        Remove(folder);
        Directory.Move(draft, folder);
        DurableFile.FlushFolder(Path.GetDirectoryName(folder)!);
        observer.Reached(stage, CommitPoint.AfterRename);

        observer.Reached(stage, CommitPoint.BeforeManifest);
        DurableFile.WriteAllText(Path.Combine(folder, Manifest.FileName), text);
        foreach (var file in files)
        {
            _intact.Note(Path.Combine(folder, file.Name), file.Digest);
        }

        observer.Reached(stage, CommitPoint.AfterManifest);

        Remove(StateFolderOf(stage, fingerprint));
        return manifest;
    }

    /// <summary>
    /// Removes what a killed run left: drafts, folders without a manifest, the state of folds that are sealed, locks of the dead. What a
    /// live process holds the lock of is left alone.
    /// </summary>
    /// <returns>The removed folders, relative to the cache.</returns>
    public IReadOnlyList<string> Sweep() => CacheSweep.Run(cacheFolder);

    /// <summary>Tells the observer that a fold saved its own state.</summary>
    internal void ReachedInStage(string stage) => observer.Reached(stage, CommitPoint.InStage);

    /// <summary>Removes a folder, its manifest first: half removed it must not look sealed.</summary>
    internal static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(Path.Combine(folder, Manifest.FileName));
            Directory.Delete(folder, recursive: true);
        }
    }
}
