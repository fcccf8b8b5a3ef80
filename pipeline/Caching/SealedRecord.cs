using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Common;

namespace Pipeline.Engine.Caching;

/// <summary>
/// Records of the program's own that outlive a process: JSON objects that end with a SHA-256 over the canonical text of all the rest, so
/// that what was damaged or edited is found before anything is believed. Whatever is kept for a later process is written and read here, or
/// by <see cref="SealedFolder"/> where it is more than a record.
/// </summary>
public static class SealedRecord
{
    /// <summary>The key of the digest: the last of the object.</summary>
    public const string Seal = "seal";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>A record as sealed text.</summary>
    /// <param name="content">The record; without a key <see cref="Seal"/>.</param>
    public static string ToText(JsonObject content)
    {
        var root = (JsonObject)content.DeepClone();
        root.Add(Seal, DigestOf(content));
        return root.ToJsonString(_indented) + "\n";
    }

    /// <summary>A record as one sealed line, for a file that is appended to.</summary>
    public static string ToLine(JsonObject content)
    {
        var root = (JsonObject)content.DeepClone();
        root.Add(Seal, DigestOf(content));
        return CanonicalJson.Text(root);
    }

    /// <summary>Writes a sealed record: wholly or not at all, also in a power cut.</summary>
    public static void Write(string path, JsonObject content) => DurableFile.WriteAllText(path, ToText(content));

    /// <summary>Reads a record.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="mostBytes">More than any such record has; what is longer is damaged and not read into memory.</param>
    public static RecordReading Read(string path, long mostBytes)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? RecordReading.Absent
                : SpecialFile.FindKind(path) is { } kind ? RecordReading.Damaged($"is {kind}")
                : file.Length > mostBytes ? RecordReading.Damaged($"has {file.Length} bytes, more than such a record can have")
                : Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return RecordReading.Absent;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return RecordReading.Damaged($"cannot be read: {ErrorText.FindCause(error)}");
        }
    }

    /// <summary>Reads a record's text.</summary>
    public static RecordReading Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject root && (string?)root[Seal] is { } seal && root.Remove(Seal) && DigestOf(root) == seal
                ? new RecordReading(root, null)
                : RecordReading.Damaged("is not what its seal says");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return RecordReading.Damaged("is no sealed record");
        }
    }

    private static string DigestOf(JsonObject content) => Digest.OfText(CanonicalJson.Text(content));
}

/// <summary>What reading a record came to. Where it is neither sound nor damaged, there is none.</summary>
/// <param name="Content">The record without its seal; null if there is none or it is damaged.</param>
/// <param name="Damage">Why it cannot be believed, to follow its path in a sentence; null if it can, or there is none.</param>
public sealed record RecordReading(JsonObject? Content, string? Damage)
{
    /// <summary>There is no record.</summary>
    public static RecordReading Absent { get; } = new(null, null);

    /// <summary>There is one that cannot be believed.</summary>
    public static RecordReading Damaged(string why) => new(null, why);
}
