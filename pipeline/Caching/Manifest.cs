using System.Text.Json.Nodes;

namespace Pipeline.Engine.Caching;

/// <summary>
/// What seals a folder of the cache: written last, so a folder without one does not exist. Holds no time, host or path. Its text ends with
/// a digest of the rest, so that a damaged or edited one does not exist either.
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

    /// <summary>The manifest as JSON text.</summary>
    /// <exception cref="InputException">It names too many files.</exception>
    public string ToJson()
    {
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
            ["files"] = SealedFile.ToJson(Files),
            ["document"] = Document.DeepClone(),
            ["libraries"] = libraries,
        };
        var text = SealedRecord.ToText(root);
        return text.Length <= MostBytes
            ? text
            : throw new InputException($"{Stage} made {Files.Count} files, too many for one artifact; raise part_rows.");
    }

    /// <summary>The manifest of a folder; null if there is none, or it cannot be read or is too long for one.</summary>
    public static Manifest? Load(string folder) => FromRecord(SealedRecord.Read(Path.Combine(folder, FileName), MostBytes));

    /// <summary>Reads a manifest; null if the text is none, is damaged, is of another format, or names files outside its folder or says of
    /// them what cannot be.</summary>
    public static Manifest? Parse(string json) => FromRecord(SealedRecord.Parse(json));

    private static Manifest? FromRecord(RecordReading reading)
    {
        try
        {
            return reading.Content is { } root && (int)root["format"]! == Format && SealedFile.FromJson(root["files"]) is { } files
                ? new Manifest(
                    (string)root["stage"]!,
                    (string)root["fingerprint"]!,
                    root["document"]!.AsObject(),
                    files,
                    root["libraries"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal)
                )
                : null;
        }
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
