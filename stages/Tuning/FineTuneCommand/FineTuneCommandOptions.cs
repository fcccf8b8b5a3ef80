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
}
