using System.IO.Compression;
using Pipeline.Engine;
using Pipeline.Modeling.Weights;

namespace Pipeline.Stages.Data.Records;

/// <summary>Opens dataset files, compressed or not, and streams their rows.</summary>
internal static class DatasetFile
{
    private const int NamesShown = 5;
    private const string NoDirectory = "its directory of entries is missing or damaged; expected a file that ends with one";

    private static readonly string[] _json = [".json", ".jsonl", ".ndjson"];

    /// <summary>Streams the rows of a .json, .jsonl, .ndjson or .parquet file; JSON also as .gz or as a .zip with one entry.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="spelled">Its name in messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">The file cannot be read; the message quotes row and byte offset.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string path,
        string spelled,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            await foreach (var record in ParquetRecords.ReadAsync(path, spelled, cancellation).ConfigureAwait(false))
            {
                yield return record;
            }

            yield break;
        }

        var file = OpenRead(path, spelled);
        await using (file.ConfigureAwait(false))
        {
            using var archive = IsZip(path) ? Archive(file, spelled) : null;
            var entry = archive is null ? null : Entry(archive, spelled);
            using var stream = Open(file, path, entry, spelled);
            var bound = ReferenceEquals(stream, file)
                ? long.MaxValue
                : UnpackedLimit.Compute(Math.Min(entry?.CompressedLength ?? file.Length, file.Length));
            using var scanner = new JsonRecordScanner(new BoundedStream(stream, bound, spelled, entry), spelled);
            while (scanner.Next() is { } record)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return record;
            }
        }
    }

    /// <summary>Opens a dataset file.</summary>
    /// <exception cref="InputException">It is no regular file, or the system does not give it.</exception>
    public static FileStream OpenRead(string path, string spelled)
    {
        try
        {
            return RegularFile.OpenRead(path, spelled);
        }
        catch (Exception error) when (FileFault.IsFault(error))
        {
            throw new InputException($"{spelled} {FileFault.Describe(error)}.", error);
        }
    }

    private static Stream Open(FileStream file, string path, ZipArchiveEntry? entry, string spelled)
    {
        if (entry is not null)
        {
            return Guarded(spelled, $"entry {entry.FullName} is damaged, or packed by another method than deflate", entry.Open);
        }

        var compressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        RequireJson(compressed ? path[..^3] : path, spelled);
        return compressed ? new WholeGzipStream(file) : file;
    }

    private static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static ZipArchive Archive(FileStream file, string spelled) =>
        Guarded(spelled, NoDirectory, () => new ZipArchive(file, ZipArchiveMode.Read));

    /// <summary>The archive's one file; what macOS adds beside it does not count.</summary>
    private static ZipArchiveEntry Entry(ZipArchive archive, string spelled)
    {
        var entries = Guarded(spelled, NoDirectory, () => archive.Entries)
            .Where(entry => !entry.FullName.EndsWith('/') && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            .ToList();
        if (entries is not [var only])
        {
            var names =
                entries.Count == 0
                    ? ""
                    : " "
                        + $"({string.Join(", ", entries.Take(NamesShown).Select(entry => entry.FullName))}{(entries.Count > NamesShown ? ", …" : "")})";
            throw new InputException($"{spelled}: the archive holds {entries.Count} files{names}, expected exactly one.");
        }

        RequireJson(only.FullName, $"{spelled}, entry {only.FullName}");
        return only.IsEncrypted ? throw new InputException($"{spelled}, entry {only.FullName}, is encrypted.") : only;
    }

    private static T Guarded<T>(string spelled, string problem, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw new InputException(
                error is IOException ? $"{spelled} {FileFault.Describe(error)}." : $"{spelled} cannot be read as a zip archive: {problem}.",
                error
            );
        }
    }

    private static void RequireJson(string name, string spelled)
    {
        if (!_json.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            throw new InputException(
                $"{spelled} is in no form that is read: expected .json, .jsonl or .ndjson (also as .gz or .zip), or .parquet."
            );
        }
    }
}
