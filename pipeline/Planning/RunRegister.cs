using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>A run that a cache, or a folder of runs, knows of.</summary>
/// <param name="Path">Where that stands.</param>
/// <param name="Folder">The run's folder; null where that cannot be read.</param>
/// <param name="Record">What it needs of the cache; null where that cannot be read.</param>
/// <param name="Damage">Why it cannot be read, to follow the path in a sentence; null where it can.</param>
internal sealed record KnownRun(string Path, string? Folder, RunRecord? Record, string? Damage)
{
    /// <summary>Whether its folder was removed, seen from where it was: its configuration, or what it was in, is still there. A folder that
    /// is merely out of sight (on another machine, on a disk that is not mounted) is not gone.</summary>
    public bool IsGone =>
        Folder is not null
        && Record is not null
        && !Directory.Exists(Folder)
        && (
            Directory.Exists(System.IO.Path.GetDirectoryName(Folder))
            || (Record.File is { } file && File.Exists(System.IO.Path.Combine(Folder, file)))
        );
}

/// <summary>
/// The runs that use a cache, wherever their folders are: one sealed record each in <c>&lt;cache&gt;/.runs</c>. Folders are noted relative
/// to the cache, so that both can be moved together.
/// </summary>
internal static class RunRegister
{
    private const string Root = ".runs";
    private const string FolderKey = "folder";
    private const string Ending = ".json";
    private const int NameLength = 32;

    /// <summary>Where a cache notes what the run in a folder needs; both are real paths.</summary>
    public static string PathOf(string cache, string runFolder) =>
        Path.Combine(cache, Root, Digest.OfText(Relative(cache, runFolder))[..NameLength] + Ending);

    /// <summary>Notes what a run needs; both folders are real paths.</summary>
    public static void Write(string cache, string runFolder, RunRecord record)
    {
        Directory.CreateDirectory(Path.Combine(cache, Root));
        var content = record.ToJson();
        content[FolderKey] = Relative(cache, runFolder);
        SealedRecord.Write(PathOf(cache, runFolder), content);
    }

    /// <summary>All runs that a cache knows of, and all below a folder of runs, whichever cache they used.</summary>
    /// <exception cref="IOException">A folder cannot be read; also <see cref="UnauthorizedAccessException"/>.</exception>
    public static IReadOnlyList<KnownRun> LoadAll(string cacheFolder, string runsFolder)
    {
        var (cache, runs) = (RealPath.Resolve(cacheFolder), RealPath.Resolve(runsFolder));
        var below = Files(runs, RunRecordFile.FileName, SearchOption.AllDirectories)
            .Select(path => Load(path, _ => Path.GetDirectoryName(path)))
            .ToDictionary(run => PathOf(cache, run.Folder!), StringComparer.Ordinal);
        var registered = Files(Path.Combine(cache, Root), "*" + Ending, SearchOption.TopDirectoryOnly)
            .Select(path => Load(path, folder => folder is null ? null : Path.GetFullPath(folder, cache)))
            .ToDictionary(run => run.Path, StringComparer.Ordinal);

        // Of two accounts of one run a sound one stands for a damaged one; two sound ones both count.
        return
        [
            .. registered.Values.Where(run => run.Record is not null || !IsSound(below, run.Path)),
            .. below.Where(entry => entry.Value.Record is not null || !IsSound(registered, entry.Key)).Select(entry => entry.Value),
        ];
    }

    private static bool IsSound(Dictionary<string, KnownRun> runs, string key) =>
        runs.TryGetValue(key, out var run) && run.Record is not null;

    private static IEnumerable<string> Files(string folder, string pattern, SearchOption option) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, option).Order(StringComparer.Ordinal) : [];

    private static KnownRun Load(string path, Func<string?, string?> locate)
    {
        var reading = SealedRecord.Read(path, RunRecordFile.MostBytes);
        var record = reading.Content is { } content ? RunRecord.FromJson(content) : null;
        var folder =
            reading.Content?[FolderKey] is { } noted && noted.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? (string)noted!
                : null;
        return new KnownRun(path, locate(folder), record, record is null ? reading.Damage ?? "is of another form" : null);
    }

    private static string Relative(string cache, string runFolder) => Path.GetRelativePath(cache, runFolder).Replace('\\', '/');
}
