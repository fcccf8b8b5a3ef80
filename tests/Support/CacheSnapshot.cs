using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Support;

/// <summary>The sealed contents of a cache: every file of every artifact with the digest of its bytes.</summary>
public static class CacheSnapshot
{
    public static SortedDictionary<string, string> Take(string cache)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories))
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
