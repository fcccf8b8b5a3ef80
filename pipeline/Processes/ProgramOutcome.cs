using System.Text.Json;

namespace Pipeline.Engine.Processes;

/// <summary>How a supervised program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number if a signal ended it.</param>
/// <param name="Stopped">Whether it was asked to end before.</param>
/// <param name="NotStarted">Why it could not be started; null if it was.</param>
internal sealed record ProgramOutcome(int ExitCode, bool Stopped, string? NotStarted = null)
{
    /// <summary>Writes it, whole or not at all.</summary>
    public void Save(string path)
    {
        var draft = path + ".draft";
        File.WriteAllText(draft, JsonSerializer.Serialize(this));
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Reads it; null if the supervisor was ended before it could write one.</summary>
    public static ProgramOutcome? Load(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<ProgramOutcome>(File.ReadAllText(path)) : null;
}
