using System.Text.Json.Serialization;

namespace Pipeline.Engine.Configuration;

/// <summary>
/// A path from the configuration: as spelled, for messages and reports, and as it resolved, for opening. It belongs to the application's
/// settings, never to a stage's options: a fingerprint holds contents, not places.
/// </summary>
public sealed record SettingPath
{
    /// <summary>A path with its position; <paramref name="absolute"/> is already expanded.</summary>
    public SettingPath(string spelled, string absolute, SourcePosition? position)
    {
        Spelled = spelled;
        Absolute = absolute;
        Position = position;
    }

    /// <summary>As the user wrote it.</summary>
    public string Spelled { get; }

    /// <summary>After <c>~</c> and <c>${NAME}</c> expanded, resolved against the folder of the file that it was written in.</summary>
    public string Absolute { get; }

    /// <summary>Where it was written; null for a default of the program.</summary>
    [JsonIgnore]
    public SourcePosition? Position { get; }

    /// <summary>The path as spelled.</summary>
    public override string ToString() => Spelled;
}
