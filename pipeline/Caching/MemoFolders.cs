using System.Globalization;

namespace Pipeline.Engine.Caching;

/// <summary>Where a cache keeps memos: one folder for each stage and version, so that those of an old version can be told apart and
/// removed.</summary>
internal static class MemoFolders
{
    private const string Root = ".memo";

    /// <summary>The folder of a stage's memo.</summary>
    public static string PathOf(string cacheFolder, string stage, int version) =>
        Path.Combine(cacheFolder, Root, string.Create(CultureInfo.InvariantCulture, $"{stage}-v{version}"));

    /// <summary>The folders of all memos of a cache, whatever stage and version they are of.</summary>
    public static IEnumerable<string> All(string cacheFolder) =>
        Path.Combine(cacheFolder, Root) is var root && Directory.Exists(root)
            ? Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
            : [];
}
