using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>
/// Which artifacts of a cache are needed: those of a configuration as it stands, and those that the last run of any configuration on this
/// cache came to. Where fingerprints are not known (inputs are not there yet, or another run was interrupted), everything of the same
/// stage, version and settings is needed. Of memos those of the same stages and versions are. Where the needs of one run cannot be read,
/// everything is needed.
/// </summary>
internal sealed class NeededArtifacts
{
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<NodeKind> _kinds = [];
    private readonly HashSet<string> _stagesOfOthers = new(StringComparer.Ordinal);
    private readonly Workspace _workspace;
    private readonly IReadOnlyList<KnownRun> _runs;

    /// <summary>What the workspace's cache is needed for.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellation">Stops in the middle of a file that is hashed for its plan.</param>
    public NeededArtifacts(Workspace workspace, CancellationToken cancellation)
    {
        _workspace = workspace;
        _runs = RunRegister.LoadAll(workspace.Settings.CacheFolder, workspace.Settings.RunsFolder);
        var own = RealPath.Resolve(workspace.Settings.RunFolder);
        foreach (var run in _runs.Where(run => run is { Record: not null, IsGone: false }))
        {
            Add(run.Record!, isOwn: run.Folder == own);
        }

        AddPlanned(cancellation);
    }

    /// <summary>The runs whose needs cannot be read, so that everything counts as needed.</summary>
    public IEnumerable<KnownRun> Unread => _runs.Where(run => run.Record is null);

    /// <summary>The runs whose folders are out of sight, so that what they need is kept.</summary>
    public IEnumerable<KnownRun> OutOfSight =>
        _runs.Where(run => run is { Record: not null, IsGone: false, Folder: not null } && !Directory.Exists(run.Folder));

    /// <summary>The runs whose folders were removed: they need nothing any more.</summary>
    public IEnumerable<KnownRun> Gone => _runs.Where(run => run.IsGone);

    /// <summary>Whether a folder of the cache is needed.</summary>
    public bool Contains(CacheFolder folder) =>
        folder.Kind switch
        {
            CacheFolderKind.Artifact => Unread.Any() || _folders.Contains(folder.Path) || (_kinds.Count > 0 && IsOfNeededKind(folder)),
            CacheFolderKind.Memo => Unread.Any() || _folders.Contains(folder.Path),
            CacheFolderKind.State => Unread.Any() || _stagesOfOthers.Contains(folder.Stage),
            _ => false,
        };

    private void Add(RunRecord record, bool isOwn)
    {
        var store = _workspace.Store;
        foreach (var node in record.Nodes.Values)
        {
            _folders.UnionWith(node.Fingerprints.Select(fingerprint => store.FolderOf(node.Stage, fingerprint)));
            _folders.Add(MemoFolders.PathOf(store.Folder, node.Stage, (int?)node.Document["version"] ?? 0));
        }

        // What this configuration's own run began is what its plan says, or was begun under other settings.
        var begun = isOwn
            ? record.Begun.Where(entry => _workspace.Graph.Nodes.Any(node => node.Id == entry.Key)).Select(entry => entry.Value)
            : record.Begun.Values;
        foreach (var kind in begun)
        {
            _kinds.Add(kind);
            _folders.Add(MemoFolders.PathOf(store.Folder, kind.Stage, kind.Version));
            if (!isOwn)
            {
                _stagesOfOthers.Add(kind.Stage);
            }
        }
    }

    private void AddPlanned(CancellationToken cancellation)
    {
        var store = _workspace.Store;
        foreach (var plan in _workspace.Plan(cancellation))
        {
            _folders.Add(MemoFolders.PathOf(store.Folder, plan.Node.Stage.Name, plan.Node.Stage.Version));
            _folders.UnionWith(plan.SealedParts.Select(part => Path.GetDirectoryName(part.Path)!));
            if (plan.Document is null)
            {
                _kinds.Add(NodeKind.FromStage(plan.Node.Stage));
            }
            else if (plan.Node.Streams.Count == 0)
            {
                _folders.Add(store.FolderOf(plan.Node.Stage.Name, plan.Document.Fingerprint));
            }
        }
    }

    /// <summary>Whether an artifact may be one of a node whose fingerprints are not known; one whose manifest cannot be read may.</summary>
    private bool IsOfNeededKind(CacheFolder folder) =>
        Manifest.Load(folder.Path) is not { } manifest || KindOf(manifest) is not { } kind || _kinds.Contains(kind);

    private static NodeKind? KindOf(Manifest manifest)
    {
        try
        {
            return NodeKind.FromDocument(manifest.Document);
        }
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
