using Serilog;

namespace Pipeline.Engine.Caching;

/// <summary>
/// Says that a cache is in use: runs share it, removing artifacts needs it alone. An advisory lock on one small file, which the system
/// drops when its holder dies.
/// </summary>
internal sealed class CacheUse : IDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(100);
    private readonly FileStream? _stream;

    private CacheUse(FileStream? stream) => _stream = stream;

    /// <summary>Uses the cache beside others, waiting while someone removes from it. Of a cache that cannot be written nothing can be
    /// removed, and so its use needs no lock.</summary>
    /// <exception cref="LockNotOpenedException">The lock is there and cannot be opened: others would not see the use.</exception>
    public static async Task<CacheUse> ShareAsync(string cacheFolder, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (LockFile.TryOpen(PreparedPath(cacheFolder), FileShare.Read) is { } stream)
                {
                    return new CacheUse(stream);
                }
            }
            catch (Exception error) when (error is IOException and not LockNotOpenedException or UnauthorizedAccessException)
            {
                return new CacheUse(null);
            }

            await Task.Delay(_retry, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the cache alone.</summary>
    /// <param name="cacheFolder">The cache.</param>
    /// <param name="reason">Why it cannot be had; null if it was taken. What cannot be locked counts as in use.</param>
    public static CacheUse? TryAlone(string cacheFolder, out string? reason)
    {
        try
        {
            var stream = LockFile.TryOpen(PreparedPath(cacheFolder), FileShare.None);
            reason = stream is null ? "a run is using the cache; try again when it has ended" : null;
            return stream is null ? null : new CacheUse(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = $"a run may be using the cache, which cannot be locked: {ErrorText.FindCause(error)}";
            return null;
        }
    }

    /// <summary>Says so if the cache's file system keeps no locks, so that runs that share the cache do not see each other.</summary>
    public static void WarnIfUnseen(string cacheFolder, ILogger log)
    {
        if (!LockFile.AreKeptIn(Path.GetDirectoryName(PathOf(cacheFolder))!))
        {
            log.Warning(
                "The file system of {Cache} keeps no locks: let no other run or clean use this cache meanwhile, for they would not see it",
                cacheFolder
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stream?.Dispose();

    private static string PathOf(string cacheFolder) => Path.Combine(cacheFolder, ".locks", "use");

    private static string PreparedPath(string cacheFolder)
    {
        var path = PathOf(cacheFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
