namespace Pipeline.Engine.Caching;

/// <summary>
/// Says that a cache is in use: runs share it, removing artifacts needs it alone. An advisory lock on one small file, which the system
/// drops
/// when its holder dies.
/// </summary>
internal sealed class CacheUse : IDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(100);
    private readonly FileStream? _stream;

    private CacheUse(FileStream? stream) => _stream = stream;

    /// <summary>Uses the cache beside others, waiting while someone removes from it.</summary>
    public static async Task<CacheUse> ShareAsync(string cacheFolder, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryOpen(cacheFolder, FileAccess.Read, FileShare.Read) is { } shared)
            {
                return shared;
            }

            await Task.Delay(_retry, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the cache alone; null while a run uses it.</summary>
    public static CacheUse? TryAlone(string cacheFolder) => TryOpen(cacheFolder, FileAccess.ReadWrite, FileShare.None);

    /// <inheritdoc />
    public void Dispose() => _stream?.Dispose();

    private static CacheUse? TryOpen(string cacheFolder, FileAccess access, FileShare share)
    {
        var path = Path.Combine(cacheFolder, ".locks", "use");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new CacheUse(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 1));
        }
        catch (IOException error) when (ArtifactLock.IsHeld(error))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The cache is read-only, or its disk full: nothing that is removed from it could be waited for.
            return new CacheUse(null);
        }
    }
}
