using System.IO.Compression;
using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Opens dataset files, compressed or not, and streams their rows.</summary>
internal static class DatasetFile
{
    private const long SmallBytes = 64L << 20;
    private const long TextRatio = 200;

    private static readonly string[] _json = [".json", ".jsonl", ".ndjson"];

    /// <summary>Streams the rows of a .json, .jsonl, .ndjson or .parquet file; JSON also as .gz or as a .zip with one entry.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="spelled">Its name in messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">The file cannot be read; the message quotes row and byte offset.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string path, string spelled, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            await foreach (var record in ParquetRecords.ReadAsync(path, spelled, cancellation).ConfigureAwait(false))
            {
                yield return record;
            }

            yield break;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            using var archive = IsZip(path) ? Archive(file, spelled) : null;
            using var stream = Open(file, path, archive, spelled, out var bound);
            using var scanner = new JsonRecordScanner(new BoundedStream(stream, bound, spelled), spelled);
            while (scanner.Next() is { } record)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return record;
            }
        }
    }

    private static Stream Open(FileStream file, string path, ZipArchive? archive, string spelled, out long bound)
    {
        if (archive is not null)
        {
            var entry = Entry(archive, spelled);
            bound = SmallBytes + (TextRatio * entry.CompressedLength);
            return entry.Open();
        }

        var compressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        RequireJson(compressed ? path[..^3] : path, spelled);
        bound = compressed ? SmallBytes + (TextRatio * file.Length) : long.MaxValue;
        return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static ZipArchive Archive(FileStream file, string spelled)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException)
        {
            throw new InputException($"{spelled} is no zip archive: {error.Message}", error);
        }
    }

    /// <summary>The archive's one file; what macOS adds beside it does not count.</summary>
    private static ZipArchiveEntry Entry(ZipArchive archive, string spelled)
    {
        try
        {
            var entries = archive.Entries
                .Where(entry => !entry.FullName.EndsWith('/') && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
            if (entries is not [var only])
            {
                throw new InputException(
                    $"{spelled}: the archive holds {entries.Count} files{string.Concat(entries.Take(5).Select((entry, i) => (i == 0 ? " (" : ", ") + entry.FullName))}"
                    + $"{(entries.Count > 5 ? ", …)" : entries.Count > 0 ? ")" : "")}, expected exactly one.");
            }

            RequireJson(only.FullName, $"{spelled}, entry {only.FullName}");
            return only.IsEncrypted ? throw new InputException($"{spelled}, entry {only.FullName}, is encrypted.") : only;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException)
        {
            throw new InputException($"{spelled}: the archive is damaged: {error.Message}", error);
        }
    }

    private static void RequireJson(string name, string spelled)
    {
        if (!_json.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            throw new InputException($"{spelled} is in no form that is read: expected .json, .jsonl or .ndjson (also as .gz or .zip), or .parquet.");
        }
    }
}
