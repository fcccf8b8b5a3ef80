using System.IO.Compression;
using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Opens dataset files, compressed or not, and streams their rows.</summary>
internal static class DatasetFile
{
    private const long MaximumBytes = 64L << 30;

    /// <summary>Streams the rows of a .json, .jsonl or .parquet file, also as .gz or as a .zip with one entry.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="spelled">Its name in messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">The file cannot be read; the message quotes row and byte offset.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string path, string spelled, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            await foreach (var record in ParquetRecords.ReadAsync(path, spelled, cancellation).ConfigureAwait(false))
            {
                yield return record;
            }

            yield break;
        }

        var stream = Open(path, spelled);
        await using (stream.ConfigureAwait(false))
        {
            using var scanner = new JsonRecordScanner(new BoundedStream(stream, MaximumBytes, spelled), spelled);
            while (scanner.Next() is { } record)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return record;
            }
        }
    }

    private static Stream Open(string path, string spelled)
    {
        var file = File.OpenRead(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            return new GZipStream(file, CompressionMode.Decompress);
        }

        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return file;
        }

        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read);
            var entries = archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).ToList();
            return entries is [var only]
                ? only.Open()
                : throw new InputException($"{spelled}: the archive holds {entries.Count} files, expected exactly one.");
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"{spelled} is no zip archive: {error.Message}", error);
        }
    }
}
