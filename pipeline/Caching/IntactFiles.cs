using System.Collections.Concurrent;

namespace Pipeline.Engine.Caching;

/// <summary>
/// Whether sealed files still are what was sealed. Two looks: a cheap one at every plan and run (is it there, has it its length, is it no
/// younger than its manifest), and a thorough one before anything is computed from a file: its digest, once a process.
/// </summary>
/// <param name="verify">Whether the cheap look takes digests too.</param>
internal sealed class IntactFiles(bool verify)
{
    private const int ShownDigits = 12;

    private readonly ConcurrentDictionary<string, (string Stamp, string Digest)> _known = new(StringComparer.Ordinal);

    /// <summary>The cheap look at all files of a folder that has been sealed by that manifest.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellation">Stops in the middle of a file that is hashed.</param>
    /// <param name="reading">Is told how far such a file is read.</param>
    public bool Has(string folder, Manifest manifest, CancellationToken cancellation, Action<FileReading>? reading = null)
    {
        var manifestFile = new FileInfo(Path.Combine(folder, Manifest.FileName));
        var sealedAt = manifestFile.LastWriteTimeUtc;
        var youngest = sealedAt;
        foreach (var file in manifest.Files)
        {
            var info = new FileInfo(Path.Combine(folder, file.Name));
            if (
                !info.Exists
                || info.Length != file.Bytes
                || ((verify || info.LastWriteTimeUtc > sealedAt) && Digest.OfFile(info.FullName, cancellation, reading) != file.Digest)
            )
            {
                return false;
            }

            youngest = info.LastWriteTimeUtc > youngest ? info.LastWriteTimeUtc : youngest;
        }

        if (youngest > sealedAt)
        {
            NoteTime(manifestFile, youngest);
        }

        return true;
    }

    /// <summary>Whether files have the digests that they were sealed with.</summary>
    public static bool HaveDigests(
        string folder,
        IReadOnlyList<SealedFile> files,
        CancellationToken cancellation,
        Action<FileReading>? reading = null
    ) => files.All(file => Digest.OfFile(Path.Combine(folder, file.Name), cancellation, reading) == file.Digest);

    /// <summary>Takes in that a file was hashed when this process sealed it.</summary>
    public void Note(string path, string digest) => _known[path] = (FileStamp.Read(path), digest);

    /// <summary>The thorough look at one file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="digest">Its digest when it was sealed.</param>
    /// <param name="folder">The folder of its artifact, which counts as sealed no longer if the file is damaged.</param>
    /// <param name="cancellation">Stops in the middle of the file.</param>
    /// <param name="reading">Is told how far the file is read.</param>
    /// <exception cref="IOException">It is damaged or gone; the message says so and what to do.</exception>
    public void Require(string path, string digest, string folder, CancellationToken cancellation, Action<FileReading>? reading = null)
    {
        var stamp = FileStamp.Read(path);
        if (_known.TryGetValue(path, out var known) && known == (stamp, digest))
        {
            return;
        }

        var found = File.Exists(path) ? Digest.OfFile(path, cancellation, reading) : null;
        if (found == digest)
        {
            _known[path] = (stamp, digest);
            return;
        }

        var problem = found is null
            ? "is gone from the cache"
            : $"is damaged: it was sealed with the digest {digest[..ShownDigits]}… and has {found[..ShownDigits]}…";
        throw new IOException(
            $"{path} {problem}; "
                + $"{(Unseal(folder, path, digest) ? "run again, and it is made anew" : $"remove the folder {folder} and run again, and it is made anew")}."
        );
    }

    /// <summary>Makes an artifact count as not sealed, unless another process has sealed other files there meanwhile.</summary>
    /// <returns>Whether running again finds a sound artifact or none.</returns>
    private static bool Unseal(string folder, string path, string digest)
    {
        try
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (Manifest.Load(folder) is { } manifest && manifest.Files.Any(file => file.Name == name && file.Digest == digest))
            {
                File.Delete(Path.Combine(folder, Manifest.FileName));
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Files that were copied, or touched, are hashed at the first look and then trusted as others are.</summary>
    private static void NoteTime(FileInfo manifest, DateTime youngest)
    {
        try
        {
            manifest.LastWriteTimeUtc = youngest;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In a read-only cache they are hashed each time.
        }
    }
}
