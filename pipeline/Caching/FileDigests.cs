using System.Globalization;
using Pipeline.Engine.Artifacts;

namespace Pipeline.Engine.Caching;

/// <summary>
/// Digests of the user's files, remembered by path, length, modification time and inode, so that a model folder of many gigabytes is hashed
/// once. The memory is one small text file in the cache; losing it costs time only. Safe for use from several threads.
/// </summary>
public sealed class FileDigests(string cacheFolder, bool verify)
{
    private readonly string _path = Path.Combine(cacheFolder, "file-digests.tsv");
    private readonly Lock _lock = new();
    private Dictionary<string, (string Stamp, string Digest)>? _known;
    private bool _changed;

    /// <summary>The SHA-256 of a file's bytes; hashed only if the file's stamp is new, or if asked to verify.</summary>
    public string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var stamp = Stamp(full);
        lock (_lock)
        {
            _known ??= Load();
            if (!verify && _known.TryGetValue(full, out var known) && known.Stamp == stamp)
            {
                return known.Digest;
            }
        }

        var digest = Digest.OfFile(full);
        lock (_lock)
        {
            _known![full] = (stamp, digest);
            _changed = true;
        }

        return digest;
    }

    /// <summary>The files of a user's file or folder as an artifact; its digest holds names and contents, never the path.</summary>
    /// <param name="path">Absolute path of a file or a folder.</param>
    /// <param name="patterns">File name patterns that count in a folder; empty for all. Sub-folders are not read.</param>
    /// <exception cref="InputException">Nothing is there.</exception>
    public Artifact ArtifactOf(string path, IReadOnlyList<string> patterns)
    {
        List<string> paths;
        if (File.Exists(path))
        {
            paths = [path];
        }
        else if (Directory.Exists(path))
        {
            paths = (patterns.Count == 0 ? ["*"] : patterns).SelectMany(pattern => Directory.EnumerateFiles(path, pattern))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (paths.Count == 0)
            {
                throw new InputException($"{path} holds none of the expected files ({string.Join(", ", patterns)}).");
            }
        }
        else
        {
            throw new InputException($"{path} does not exist.");
        }

        // The name of a lone file is not part of what it says; names inside a folder are.
        var files = paths.Select(file => new ArtifactFile(Path.GetFileName(file), file, new FileInfo(file).Length, Of(file))).ToList();
        var lone = File.Exists(path);
        var digest = Digest.OfLines(files.Select(file => lone ? file.Digest : $"{file.Name} {file.Digest}"));
        return new Artifact(Digest.OfLines([]), digest, [], files, lone ? Path.GetDirectoryName(path) : path);
    }

    /// <summary>Writes what was learned, atomically.</summary>
    public void Save()
    {
        lock (_lock)
        {
            if (!_changed || _known is null)
            {
                return;
            }

            Directory.CreateDirectory(cacheFolder);
            DurableFile.WriteAllText(
                _path,
                string.Concat(_known.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value.Digest}\t{entry.Value.Stamp}\t{entry.Key}\n")));
            _changed = false;
        }
    }

    private static string Stamp(string path)
    {
        var file = new FileInfo(path);
        var inode = FileIdentity.Inode(path);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}:{inode}");
    }

    private Dictionary<string, (string Stamp, string Digest)> Load()
    {
        var known = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        if (File.Exists(_path))
        {
            foreach (var line in File.ReadLines(_path))
            {
                if (line.Split('\t', 3) is [{ Length: 64 } digest, var stamp, var path])
                {
                    known[path] = (stamp, digest);
                }
            }
        }

        return known;
    }
}
