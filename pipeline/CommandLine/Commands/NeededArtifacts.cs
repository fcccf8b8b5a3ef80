using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>
/// Which artifacts of a cache are needed: those of a configuration as it stands, and those that the last run of any configuration came to.
/// Where a node's inputs are not there yet, its fingerprints are not known; then everything of its stage, version and settings is needed.
/// Of
/// memos those of the same stages and versions are.
/// </summary>
internal sealed class NeededArtifacts
{
    private readonly HashSet<string> _folders;
    private readonly HashSet<string> _pending;

    private NeededArtifacts(HashSet<string> folders, HashSet<string> pending) => (_folders, _pending) = (folders, pending);

    public static NeededArtifacts Find(Workspace workspace)
    {
        var store = workspace.Store;
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in RunRecord.LoadAll(workspace.Settings.RunsFolder).SelectMany(record => record.Nodes.Values))
        {
            folders.UnionWith(record.Fingerprints.Select(fingerprint => store.FolderOf(record.Stage, fingerprint)));
            folders.Add(MemoFolders.PathOf(store.Folder, record.Stage, (int?)record.Document["version"] ?? 0));
        }

        var pending = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plan in workspace.Plan())
        {
            folders.Add(MemoFolders.PathOf(store.Folder, plan.Node.Stage.Name, plan.Node.Stage.Version));
            folders.UnionWith(plan.SealedParts.Select(part => Path.GetDirectoryName(part.Path)!));
            if (plan.Document is null)
            {
                pending.Add(KindOf(plan.Node.Stage.Name, plan.Node.Stage.Version, CanonicalJson.Serialize(plan.Node.Stage.Options)));
            }
            else if (plan.Node.Streams.Count == 0)
            {
                folders.Add(store.FolderOf(plan.Node.Stage.Name, plan.Document.Fingerprint));
            }
        }

        return new NeededArtifacts(folders, pending);
    }

    public bool Contains(CacheFolder folder) =>
        folder.Kind switch
        {
            CacheFolderKind.Artifact => _folders.Contains(folder.Path) || (_pending.Count > 0 && IsPending(folder)),
            CacheFolderKind.Memo => _folders.Contains(folder.Path),
            _ => false,
        };

    private bool IsPending(CacheFolder folder) =>
        Manifest.Load(folder.Path) is { } manifest
        && _pending.Contains(KindOf(manifest.Stage, (int?)manifest.Document["version"] ?? 0, manifest.Document["options"]));

    private static string KindOf(string stage, int version, JsonNode? options) => $"{stage} {version} {CanonicalJson.Text(options)}";
}
