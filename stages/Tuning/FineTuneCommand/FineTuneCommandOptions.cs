using System.Text.Json.Serialization;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>Settings of fine-tuning by another program.</summary>
public sealed record FineTuneCommandOptions
{
    /// <summary>
    /// The program and its arguments. In them, <c>{tokens}</c> is a folder of Parquet files (TokenIds, LossMask), <c>{model}</c> the base
    /// model's folder, <c>{output}</c> an empty folder for the checkpoint or adapter, <c>{state}</c> a folder that outlives a kill,
    /// <c>{settings}</c> a JSON file with the other settings, and <c>{script}</c> the script whose contents count.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What the program is told in <c>{settings}</c>: those of fine-tuning, snake_case.</summary>
    public required object Settings { get; init; }

    /// <summary>Names of arguments and environment variables whose values are hidden, beside those whose names say so.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Time that the program has to save its state between SIGTERM and SIGKILL.</summary>
    [JsonIgnore]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromMinutes(1);
}
