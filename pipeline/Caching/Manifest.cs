using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Engine.Caching;

/// <summary>One file that a manifest seals.</summary>
/// <param name="Name">Path relative to the artifact's folder, with forward slashes.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Rows">Number of rows of a table part; null for a plain file.</param>
public sealed record SealedFile(string Name, long Bytes, string Digest, long? Rows);

/// <summary>
/// What seals a folder of the cache: written last, so a folder without one does not exist. Holds no time, host or path. Its text ends with
/// a
/// digest of the rest, so that a damaged or edited one does not exist either.
/// </summary>
/// <param name="Stage">The stage that made it.</param>
/// <param name="Fingerprint">SHA-256 of the canonical text of <paramref name="Document"/>.</param>
/// <param name="Document">Everything that the contents depend on, kept to explain later what changed.</param>
/// <param name="Files">The files, ordered by name.</param>
/// <param name="Libraries">Versions of the libraries that computed the contents.</param>
public sealed record Manifest(
    string Stage,
    string Fingerprint,
    JsonObject Document,
    IReadOnlyList<SealedFile> Files,
    IReadOnlyDictionary<string, string> Libraries
)
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Far more than the largest table's; what is longer is none of ours and is not read into memory.</summary>
    internal const int MostBytes = 16 << 20;

    private const int Format = 1;
    private const string Seal = "seal";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>The manifest as JSON text.</summary>
    /// <exception cref="InputException">It names too many files.</exception>
    public string ToJson()
    {
        var files = new JsonArray();
        foreach (var file in Files)
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

            files.Add((JsonNode)entry);
        }

        var libraries = new JsonObject();
        foreach (var (name, version) in Libraries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            libraries[name] = version;
        }

        var root = new JsonObject
        {
            ["format"] = Format,
            ["stage"] = Stage,
            ["fingerprint"] = Fingerprint,
            ["files"] = files,
            ["document"] = Document.DeepClone(),
            ["libraries"] = libraries,
        };
        root[Seal] = SealOf(root);
        var text = root.ToJsonString(_indented) + "\n";
        return text.Length <= MostBytes
            ? text
            : throw new InputException($"{Stage} made {Files.Count} files, too many for one artifact; raise part_rows.");
    }

    /// <summary>The manifest of a folder; null if there is none, or it cannot be read or is too long for one.</summary>
    public static Manifest? Load(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, FileName));
            return file.Exists && file.Length <= MostBytes ? Parse(File.ReadAllText(file.FullName)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a manifest; null if the text is none, is damaged, is of another format, or names files outside its folder or says of
    /// them what cannot be.</summary>
    public static Manifest? Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!.AsObject();
            if ((int)root["format"]! != Format || (string?)root[Seal] is not { } seal || !root.Remove(Seal) || SealOf(root) != seal)
            {
                return null;
            }

            var files = root["files"]!
                .AsArray()
                .Select(file => new SealedFile((string)file!["name"]!, (long)file["bytes"]!, (string)file["sha256"]!, (long?)file["rows"]))
                .ToList();
            return files.All(file =>
                IsInside(file.Name) && file.Bytes >= 0 && file.Rows is null or (>= 0 and <= int.MaxValue) && Digest.Is(file.Digest)
            )
                ? new Manifest(
                    (string)root["stage"]!,
                    (string)root["fingerprint"]!,
                    root["document"]!.AsObject(),
                    files,
                    root["libraries"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal)
                )
                : null;
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string SealOf(JsonObject unsealed) => Digest.OfText(CanonicalJson.Text(unsealed));

    /// <summary>Whether a name stays inside the artifact's folder, whatever wrote the manifest.</summary>
    private static bool IsInside(string name) =>
        !name.Contains('\0') && !Path.IsPathRooted(name) && name.Split('/', '\\').All(segment => segment is not ("" or "." or ".."));
}
