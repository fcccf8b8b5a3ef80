using System.Globalization;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>The files between this program and a trainer's.</summary>
internal sealed class CommandFolder(string root)
{
    /// <summary>Where the trainer leaves its checkpoint or adapter; emptied before it starts.</summary>
    public string Output { get; } = Path.Combine(root, "output");

    /// <summary>Where it may keep what lets it resume.</summary>
    public string State { get; } = Path.Combine(root, "state");

    private string Tokens { get; } = Path.Combine(root, "tokens");

    private string Settings { get; } = Path.Combine(root, "settings.json");

    /// <summary>Lays out the tokenized parts, in order, and the settings.</summary>
    public void Prepare(IReadOnlyList<string> parts, string settings)
    {
        foreach (var stale in new[] { Output, Tokens }.Where(Directory.Exists))
        {
            Directory.Delete(stale, recursive: true);
        }

        Directory.CreateDirectory(Output);
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Tokens);
        for (var i = 0; i < parts.Count; i++)
        {
            File.CreateSymbolicLink(Path.Combine(Tokens, string.Create(CultureInfo.InvariantCulture, $"part-{i:D5}.parquet")), parts[i]);
        }

        File.WriteAllText(Settings, settings);
    }

    /// <summary>An argument with its placeholders filled in.</summary>
    public string Fill(string argument, string model, string? script) =>
        argument
            .Replace("{tokens}", Tokens, StringComparison.Ordinal)
            .Replace("{model}", model, StringComparison.Ordinal)
            .Replace("{output}", Output, StringComparison.Ordinal)
            .Replace("{state}", State, StringComparison.Ordinal)
            .Replace("{settings}", Settings, StringComparison.Ordinal)
            .Replace("{script}", script, StringComparison.Ordinal);
}
