namespace Pipeline.Engine.Caching;

/// <summary>The names of a cache's unsealed folders and locks, and the removal of those that no live process owns.</summary>
internal static class CacheSweep
{
    /// <summary>Draft folders: prefix, artifact, and a name of the draft's own.</summary>
    public const string DraftPrefix = ".tmp-";

    /// <summary>Folders of a fold's resumable state: prefix and artifact.</summary>
    public const string StatePrefix = ".state-";

    /// <summary>How many characters of a fingerprint name its folder.</summary>
    public const int NameLength = 32;

    private const string LocksFolder = ".locks";

    /// <summary>The lock of one artifact.</summary>
    public static string LockPath(string cache, string stage, string name) =>
        Path.Combine(cache, LocksFolder, $"{stage}-{name}{ArtifactLock.Extension}");

    /// <summary>Removes left-overs and returns the removed folders, relative to the cache. What cannot be removed, as in a read-only cache,
    /// stays.</summary>
    public static IReadOnlyList<string> Run(string cache)
    {
        var removed = new List<string>();
        if (!Directory.Exists(cache))
        {
            return removed;
        }

        foreach (
            var stage in Directory
                .EnumerateDirectories(cache)
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith('.'))
                .Order(StringComparer.Ordinal)
        )
        {
            foreach (
                var name in Directory
                    .EnumerateDirectories(Path.Combine(cache, stage))
                    .Select(path => Path.GetFileName(path))
                    .Order(StringComparer.Ordinal)
            )
            {
                if (ArtifactOf(name) is { } artifact && IsLeftOver(cache, stage, name) && TryRemove(cache, stage, name, artifact))
                {
                    removed.Add($"{stage}/{name}");
                }
            }
        }

        ReleaseLocksOfTheDead(cache);
        return removed;
    }

    private static bool TryRemove(string cache, string stage, string name, string artifact)
    {
        try
        {
            using var held = ArtifactLock.TryAcquire(LockPath(cache, stage, artifact));
            if (held is null || !IsLeftOver(cache, stage, name))
            {
                return false;
            }

            ArtifactStore.Remove(Path.Combine(cache, stage, name));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The artifact that a folder's name belongs to; null for a folder that is none of the cache's.</summary>
    internal static string? ArtifactOf(string name)
    {
        var isDraft = name.StartsWith(DraftPrefix, StringComparison.Ordinal);
        var prefix =
            isDraft ? DraftPrefix
            : name.StartsWith(StatePrefix, StringComparison.Ordinal) ? StatePrefix
            : "";
        var rest = name[prefix.Length..];
        return rest.Length >= NameLength && (isDraft || rest.Length == NameLength) && rest[..NameLength].All(char.IsAsciiHexDigitLower)
            ? rest[..NameLength]
            : null;
    }

    internal static bool IsLeftOver(string cache, string stage, string name)
    {
        var isState = name.StartsWith(StatePrefix, StringComparison.Ordinal);
        var isSealed = File.Exists(Path.Combine(cache, stage, ArtifactOf(name)!, Manifest.FileName));
        return name.StartsWith(DraftPrefix, StringComparison.Ordinal) || isState == isSealed;
    }

    private static void ReleaseLocksOfTheDead(string cache)
    {
        var folder = Path.Combine(cache, LocksFolder);
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*" + ArtifactLock.Extension).ToList())
        {
            try
            {
                // Taking a lock and letting it go removes its file; a live one cannot be taken.
                ArtifactLock.TryAcquire(path)?.Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }
}
