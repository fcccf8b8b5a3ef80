namespace Pipeline.Engine.Caching;

/// <summary>What kind of thing a folder of the cache is.</summary>
public enum CacheFolderKind
{
    /// <summary>A sealed artifact.</summary>
    Artifact,

    /// <summary>What a killed run left and the next one sweeps: a draft, a folder without a manifest, the state of a sealed fold.</summary>
    LeftOver,

    /// <summary>The resumable state of a fold that has not completed.</summary>
    State,

    /// <summary>Replies that one version of a stage remembers.</summary>
    Memo,
}

/// <summary>One folder of the cache.</summary>
/// <param name="Stage">The stage that it belongs to; of a memo its path in the cache.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Size of its files.</param>
public sealed record CacheFolder(string Stage, string Path, CacheFolderKind Kind, long Bytes);

/// <summary>Lists a cache folder by folder.</summary>
internal static class CacheContents
{
    /// <summary>All folders below the stages, by stage and name, then those of memos; locks and remembered digests are no such
    /// folders.</summary>
    public static IReadOnlyList<CacheFolder> List(string cacheFolder) =>
        !Directory.Exists(cacheFolder)
            ? []
            :
            [
                .. from stage in Directory
                    .EnumerateDirectories(cacheFolder)
                    .Select(path => Path.GetFileName(path))
                    .Order(StringComparer.Ordinal)
                where !stage.StartsWith('.')
                from name in Directory
                    .EnumerateDirectories(Path.Combine(cacheFolder, stage))
                    .Select(path => Path.GetFileName(path))
                    .Order(StringComparer.Ordinal)
                where CacheSweep.ArtifactOf(name) is not null
                let folder = Path.Combine(cacheFolder, stage, name)
                select new CacheFolder(stage, folder, KindOf(cacheFolder, stage, name), BytesOf(folder)),
                .. MemoFolders
                    .All(cacheFolder)
                    .Select(folder => new CacheFolder(
                        Path.GetRelativePath(cacheFolder, folder),
                        folder,
                        CacheFolderKind.Memo,
                        BytesOf(folder)
                    )),
            ];

    private static CacheFolderKind KindOf(string cache, string stage, string name) =>
        CacheSweep.IsLeftOver(cache, stage, name) ? CacheFolderKind.LeftOver
        : name.StartsWith(CacheSweep.StatePrefix, StringComparison.Ordinal) ? CacheFolderKind.State
        : CacheFolderKind.Artifact;

    private static long BytesOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
