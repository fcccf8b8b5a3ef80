using System.Text.Json.Nodes;

namespace Pipeline.Engine.Caching;

/// <summary>
/// A folder of unfinished work that a later process goes on from: it gets its name by a rename when it is whole, and holds the digest of
/// every file in <c>seal.json</c>, so that damaged work is found before anything is made from it.
/// </summary>
public static class SealedFolder
{
    /// <summary>The file that seals a folder.</summary>
    public const string FileName = "seal.json";

    private const string Files = "files";
    private const long MostBytes = 16 << 20;

    /// <summary>Flushes and seals a draft, and puts it where it belongs; what was there goes.</summary>
    /// <param name="draft">A folder beside <paramref name="folder"/>, with all its files written.</param>
    /// <param name="folder">The folder's name from now on.</param>
    /// <param name="cancellation">Stops in the middle of a file; <paramref name="folder"/> is then as it was.</param>
    public static void Seal(string draft, string folder, CancellationToken cancellation)
    {
        DurableFile.FlushTree(draft, cancellation);
        SealedRecord.Write(
            Path.Combine(draft, FileName),
            new JsonObject { [Files] = SealedFile.ToJson(SealedFile.In(draft, null, cancellation)) }
        );
        if (Directory.Exists(folder))
        {
            File.Delete(Path.Combine(folder, FileName));
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(draft, folder);
        DurableFile.FlushFolder(Path.GetDirectoryName(folder)!);
    }

    /// <summary>Makes sure that a folder is what was sealed; reads all of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Stops in the middle of a file.</param>
    /// <exception cref="InvalidDataException">It is not; the message says what is wrong with which file.</exception>
    public static void RequireIntact(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, FileName);
        var reading = SealedRecord.Read(path, MostBytes);
        if (reading.Content is null)
        {
            throw new InvalidDataException($"{path} {reading.Damage ?? "is missing"}");
        }

        foreach (var file in FilesOf(reading.Content) ?? throw new InvalidDataException($"{path} names no files"))
        {
            var info = new FileInfo(Path.Combine(folder, file.Name));
            if (!info.Exists || info.Length != file.Bytes || Digest.OfFile(info.FullName, cancellation) != file.Digest)
            {
                throw new InvalidDataException($"{info.FullName} {(info.Exists ? "has other bytes than were saved" : "is gone")}");
            }
        }
    }

    private static IReadOnlyList<SealedFile>? FilesOf(JsonObject record)
    {
        try
        {
            return SealedFile.FromJson(record[Files]);
        }
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
