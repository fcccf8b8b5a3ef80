using System.Collections.Concurrent;
using Pipeline.Engine.Artifacts;

namespace Pipeline.Engine.Caching;

/// <summary>
/// Digests of the user's files, remembered by path, length, times and inode, so that a model folder of many gigabytes is hashed
/// once, however many nodes read it at once and however often runs are killed. Safe for use from several threads.
/// </summary>
/// <param name="cacheFolder">The cache, which keeps the memory.</param>
/// <param name="verify">Whether to hash what an earlier process hashed.</param>
/// <param name="hash">How to digest a file: as <see cref="Digest"/> does, unless a caller wants to see what is hashed.</param>
/// <param name="clock">The time of day; the system's unless a caller gives another.</param>
internal sealed class FileDigests(
    string cacheFolder,
    bool verify,
    Func<string, CancellationToken, string>? hash = null,
    TimeProvider? clock = null
)
{
    private readonly FileDigestMemory _memory = new(cacheFolder);
    private readonly ConcurrentDictionary<(string Path, string Stamp), Lazy<string>> _digests = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>The SHA-256 of a file's bytes; hashed only if the file's stamp is new, or if asked to verify.</summary>
    public string Compute(string path, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        return Compute(full, FileStamp.Read(full), null, cancellation);
    }

    /// <summary>The files of a user's file or folder as an artifact; its digest holds names and contents, never the path.</summary>
    /// <param name="path">Absolute path of a file or a folder.</param>
    /// <param name="patterns">File name patterns that count in a folder; empty for all. Sub-folders are not read.</param>
    /// <param name="cancellation">Stops in the middle of a file.</param>
    /// <param name="reading">Is told how far a file is hashed, after every piece of it; what it throws stops the hashing.</param>
    /// <exception cref="InputException">Nothing is there, or it cannot be read, or is no regular file.</exception>
    public Artifact ArtifactOf(
        string path,
        IReadOnlyList<string> patterns,
        CancellationToken cancellation,
        Action<FileReading>? reading = null
    )
    {
        var lone = File.Exists(path);
        try
        {
            var files = (lone ? [path] : FilesOf(path, patterns)).Select(file => FileOf(file, reading, cancellation)).ToList();

            // The name of a lone file is not part of what it says; names inside a folder are.
            var digest = Digest.OfLines(files.Select(file => lone ? file.Digest : $"{file.Name} {file.Digest}"));
            return new Artifact(Digest.OfLines([]), digest, [], files, lone ? Path.GetDirectoryName(path) : path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {ErrorText.FindCause(error)}", error);
        }
        finally
        {
            Save();
        }
    }

    /// <summary>Makes sure that the user's files of an artifact still have the bytes that were hashed: what was made from others must not
    /// be sealed. One that was merely touched, linked or given other rights meanwhile is hashed again.</summary>
    /// <exception cref="InputException">A file was changed.</exception>
    public static void EnsureUnchanged(Artifact artifact, CancellationToken cancellation)
    {
        foreach (var file in artifact.Files.Where(file => file.Stamp is not null))
        {
            if (
                FileStamp.Read(file.Path) != file.Stamp
                && !(File.Exists(file.Path) && Digest.OfFile(file.Path, cancellation) == file.Digest)
            )
            {
                throw new InputException($"{file.Path} was changed while it was being read; run again.");
            }
        }
    }

    /// <summary>Writes what was learned, atomically; <see cref="ArtifactOf"/> does so itself.</summary>
    public void Save() => _memory.Save();

    private static List<string> FilesOf(string folder, IReadOnlyList<string> patterns)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder} does not exist.");
        }

        var paths = (patterns.Count == 0 ? ["*"] : patterns)
            .SelectMany(pattern => Directory.EnumerateFiles(folder, pattern))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return paths.Count > 0
            ? paths
            : throw new InputException($"{folder} holds none of the expected files ({string.Join(", ", patterns)}).");
    }

    private ArtifactFile FileOf(string path, Action<FileReading>? reading, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        var stamp = FileStamp.Read(full);
        var digest = Compute(full, stamp, reading, cancellation);
        return new ArtifactFile(Path.GetFileName(full), full, new FileInfo(full).Length, digest) { Stamp = stamp };
    }

    private string Compute(string path, string stamp, Action<FileReading>? reading, CancellationToken cancellation)
    {
        var digest = _digests.GetOrAdd((path, stamp), key => new Lazy<string>(() => Hash(key.Path, key.Stamp, reading, cancellation)));
        try
        {
            return digest.Value;
        }
        catch
        {
            _digests.TryRemove((path, stamp), out _);
            throw;
        }
    }

    private string Hash(string path, string stamp, Action<FileReading>? reading, CancellationToken cancellation)
    {
        if (!verify && _memory.Find(path, stamp) is { } known)
        {
            return known;
        }

        var settled = FileStamp.IsSettled(path, _clock.GetUtcNow());
        var digest = hash?.Invoke(path, cancellation) ?? Digest.OfFile(path, cancellation, reading);
        if (FileStamp.Read(path) != stamp)
        {
            throw new InputException($"{path} was changed while it was being read; run again.");
        }

        if (settled)
        {
            _memory.Add(path, stamp, digest);
        }

        return digest;
    }
}
