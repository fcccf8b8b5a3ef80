using System.Text.Json.Nodes;

namespace Pipeline.Engine.Caching;

/// <summary>
/// The digests that earlier processes computed: one small sealed record in the cache, an entry for each file of the user's. Losing it, or
/// finding it damaged, costs time only. Processes that save at once keep each other's entries.
/// </summary>
internal sealed class FileDigestMemory(string cacheFolder)
{
    /// <summary>The record's name in the cache.</summary>
    public const string FileName = "file-digests.json";

    /// <summary>Far more than the entries of all files of a user's; what is longer is none of ours.</summary>
    private const long MostBytes = 64 << 20;

    private readonly string _path = Path.Combine(cacheFolder, FileName);
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

        var files = new JsonObject();
        foreach (var (path, (stamp, digest)) in _known.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            files[path] = new JsonObject { ["stamp"] = stamp, ["sha256"] = digest };
        }

        SealedRecord.Write(_path, new JsonObject { ["files"] = files });
        _learned.Clear();
    }

    private Dictionary<string, (string Stamp, string Digest)> Load()
    {
        var known = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        if (SealedRecord.Read(_path, MostBytes).Content?["files"] is not JsonObject files)
        {
            return known;
        }

        foreach (var (path, entry) in files)
        {
            if (
                entry is JsonObject
                && entry["stamp"] is JsonValue stamp
                && stamp.TryGetValue<string>(out var looks)
                && entry["sha256"] is JsonValue sha
                && sha.TryGetValue<string>(out var digest)
                && Digest.Is(digest)
            )
            {
                known[path] = (looks, digest);
            }
        }

        return known;
    }
}
