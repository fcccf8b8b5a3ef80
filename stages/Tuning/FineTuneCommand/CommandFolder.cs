using System.Globalization;
using Pipeline.Engine;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>
/// The files between this program and a trainer's: a folder of its own for each attempt, so that nothing that an earlier one left, or
/// writes still, is ever taken for this one's; and one that outlives attempts, for the trainer's state.
/// </summary>
internal sealed class CommandFolder
{
    private const string Attempts = "attempts";

    private readonly string _root;
    private readonly string _tokens;
    private readonly string _settings;

    /// <summary>Makes the folders; of earlier attempts it removes what can be removed.</summary>
    /// <param name="root">The folder that outlives runs.</param>
    public CommandFolder(string root)
    {
        _root = Path.GetFullPath(root);
        State = Path.Combine(_root, "state");
        Discard();
        Attempt = Path.Combine(_root, Attempts, Guid.NewGuid().ToString("N"));
        Output = Path.Combine(Attempt, "output");
        _tokens = Path.Combine(Attempt, "tokens");
        _settings = Path.Combine(Attempt, "settings.json");
        foreach (var folder in new[] { State, Output, _tokens })
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>This attempt's own.</summary>
    public string Attempt { get; }

    /// <summary>Where the trainer leaves its checkpoint or adapter.</summary>
    public string Output { get; }

    /// <summary>Where it may keep what lets it resume.</summary>
    public string State { get; }

    /// <summary>Lays out copies of the tokenized parts, in order, and the settings: nothing that the trainer does to them reaches the
    /// cache.</summary>
    public void Prepare(IReadOnlyList<string> parts, string settings, CancellationToken cancellation)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            RegularFile.Copy(
                parts[i],
                Path.Combine(_tokens, string.Create(CultureInfo.InvariantCulture, $"part-{i:D5}.parquet")),
                cancellation
            );
        }

        File.WriteAllText(_settings, settings);
    }

    /// <summary>An argument with its placeholders filled in.</summary>
    public string Fill(string argument, string model, string? script) =>
        argument
            .Replace("{tokens}", _tokens, StringComparison.Ordinal)
            .Replace("{model}", model, StringComparison.Ordinal)
            .Replace("{output}", Output, StringComparison.Ordinal)
            .Replace("{state}", State, StringComparison.Ordinal)
            .Replace("{settings}", _settings, StringComparison.Ordinal)
            .Replace("{script}", script, StringComparison.Ordinal);

    /// <summary>Removes the attempts. What cannot be removed stays: it is in nobody's way.</summary>
    public void Discard()
    {
        var folder = Path.Combine(_root, Attempts);
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            Unprotect(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next attempt has a folder of its own.
        }
    }

    /// <summary>Lets this user empty folders from which the trainer had taken that right.</summary>
    private static void Unprotect(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            Unprotect(inner.FullName);
        }
    }
}
