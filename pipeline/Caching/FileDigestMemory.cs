namespace Pipeline.Engine.Caching;

/// <summary>
/// The digests that earlier processes computed: one small text file in the cache, a line for each file of the user's. Losing it costs time
/// only. Processes that save at once keep each other's lines.
/// </summary>
internal sealed class FileDigestMemory(string cacheFolder)
{
    /// <summary>Far more than the lines of all files of a user's; what is longer is none of ours.</summary>
    private const long MostBytes = 64 << 20;

    private readonly string _path = Path.Combine(cacheFolder, "file-digests.tsv");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Stamp, string Digest)> _learned = new(StringComparer.Ordinal);
    private Dictionary<string, (string Stamp, string Digest)>? _known;

    /// <summary>The digest of a file as it looked when it was hashed; null if it was not.</summary>
    public string? Find(string path, string stamp)
    {
        lock (_lock)
        {
            _known ??= Load();
            return _known.TryGetValue(path, out var known) && known.Stamp == stamp ? known.Digest : null;
        }
    }

    /// <summary>Takes a digest in; it is on disk after <see cref="Save"/>.</summary>
    public void Add(string path, string stamp, string digest)
    {
        if (path.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            return;
        }

        lock (_lock)
        {
            _learned[path] = (stamp, digest);
        }
    }

    /// <summary>
    /// Adds what was learned to the file. Where that cannot be done now (there is no cache yet, another process does so, or nothing can be
    /// written), a later save will.
    /// </summary>
    public void Save()
    {
        lock (_lock)
        {
            if (_learned.Count == 0 || !Directory.Exists(cacheFolder))
            {
                return;
            }

            try
            {
                using var held = ArtifactLock.TryAcquire(CacheSweep.LockPath(cacheFolder, "file", "digests"));
                if (held is not null)
                {
                    Merge();
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Without a memory the files are hashed again; a cache that cannot be written fails where it matters.
            }
        }
    }

    private void Merge()
    {
        _known = Load();
        foreach (var (path, entry) in _learned)
        {
            _known[path] = entry;
        }

        DurableFile.WriteAllText(
            _path,
            string.Concat(
                _known
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => $"{entry.Value.Digest}\t{entry.Value.Stamp}\t{entry.Key}\n")
            )
        );
        _learned.Clear();
    }

    private Dictionary<string, (string Stamp, string Digest)> Load()
    {
        var known = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        try
        {
            if (new FileInfo(_path) is not { Exists: true, Length: <= MostBytes })
            {
                return known;
            }

            foreach (var line in File.ReadLines(_path))
            {
                if (line.Split('\t', 3) is [var digest, var stamp, { Length: > 0 } path] && Digest.Is(digest))
                {
                    known[path] = (stamp, digest);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not remembered.
        }

        return known;
    }
}
