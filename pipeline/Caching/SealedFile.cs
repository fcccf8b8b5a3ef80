using System.Text.Json.Nodes;

namespace Pipeline.Engine.Caching;

/// <summary>One file of a folder that is sealed as a whole.</summary>
/// <param name="Name">Path relative to the folder, with forward slashes.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Rows">Number of rows of a table part; null for a plain file.</param>
public sealed record SealedFile(string Name, long Bytes, string Digest, long? Rows)
{
    /// <summary>The files of a folder as they are, sub-folders included, ordered by name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="rows">Row counts of the files that are table parts; null for none.</param>
    /// <param name="cancellation">Stops in the middle of a file.</param>
    /// <param name="reading">Is told how far a file is hashed.</param>
    public static IReadOnlyList<SealedFile> In(
        string folder,
        IReadOnlyDictionary<string, long>? rows,
        CancellationToken cancellation,
        Action<FileReading>? reading = null
    ) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new SealedFile(
                file.Name,
                new FileInfo(file.Path).Length,
                Caching.Digest.OfFile(file.Path, cancellation, reading),
                rows is not null && rows.TryGetValue(file.Name, out var count) ? count : null
            ))
            .ToList();

    /// <summary>Files as JSON.</summary>
    public static JsonArray ToJson(IEnumerable<SealedFile> files)
    {
        var array = new JsonArray();
        foreach (var file in files)
        {
            var entry = new JsonObject
            {
                ["name"] = file.Name,
                ["bytes"] = file.Bytes,
                ["sha256"] = file.Digest,
            };
            if (file.Rows is { } rows)
            {
                entry["rows"] = rows;
            }

            array.Add((JsonNode)entry);
        }

        return array;
    }

    /// <summary>Files from JSON; null if it names files outside their folder, or says of them what cannot be.</summary>
    /// <exception cref="InvalidOperationException">It is of another form; also <see cref="FormatException"/>,
    /// <see cref="NullReferenceException"/> and <see cref="ArgumentException"/>.</exception>
    public static IReadOnlyList<SealedFile>? FromJson(JsonNode? array)
    {
        var files = array!
            .AsArray()
            .Select(file => new SealedFile((string)file!["name"]!, (long)file["bytes"]!, (string)file["sha256"]!, (long?)file["rows"]))
            .ToList();
        return files.All(file =>
            RelativeName.IsInside(file.Name)
            && file.Bytes >= 0
            && file.Rows is null or (>= 0 and <= int.MaxValue)
            && Caching.Digest.Is(file.Digest)
        )
            ? files
            : null;
    }
}
