using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Support;

/// <summary>The sealed contents of a cache: every file of every artifact with the digest of its bytes.</summary>
public static class CacheSnapshot
{
    /// <summary>The files of a cache.</summary>
    /// <param name="cache">Its folder.</param>
    /// <param name="called">Only files of this name; null for all. What a run that was just killed still holds open is none that
    /// counts.</param>
    public static SortedDictionary<string, string> Take(string cache, string? called = null)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(cache, called ?? "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(cache, path).Replace('\\', '/');
            if (name.Split('/') is [var stage, _, ..] && !stage.StartsWith('.'))
            {
                files[name] = Digest.OfFile(path, TestContext.Current.CancellationToken);
            }
        }

        return files;
    }
}
