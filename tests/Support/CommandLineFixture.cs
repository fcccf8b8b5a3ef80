using System.Text.RegularExpressions;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Tests.Support;

/// <summary>A folder with a configuration of the fake application, and command lines run in it within this process.</summary>
internal sealed partial class CommandLineFixture : IDisposable
{
    /// <summary>Far beyond what any command here takes: one that is not over by then hangs.</summary>
    private static readonly TimeSpan _hang = TimeSpan.FromMinutes(5);

    public CommandLineFixture(string numbers = "1\n2\n3\n4\n5\n")
    {
        Folder.Write("numbers.txt", numbers);
        File = Folder.Write("my.yaml", "numbers: numbers.txt\nstages:\n  add: { amount: 1 }\n");
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The configuration.</summary>
    public string File { get; }

    public string Cache => Folder.PathOf("cache");

    /// <summary>Runs a command line, with <c>FILE</c> for the configuration and the folder's own cache and runs.</summary>
    public Task<CommandLineResult> RunAsync(params string[] arguments) => RunAsync(new FakeCatalogue(), arguments);

    public Task<CommandLineResult> RunAsync(ICatalogue catalogue, params string[] arguments) =>
        RunUntilAsync(arguments, catalogue, CancellationToken.None);

    public async Task<CommandLineResult> RunUntilAsync(string[] arguments, ICatalogue catalogue, CancellationToken cancellation)
    {
        var output = new StringWriter { NewLine = "\n" };
        var errors = new StringWriter { NewLine = "\n" };
        string[] folders = arguments.Contains("FILE") ? ["--cache", Cache, "--runs", Folder.PathOf("runs")] : [];
        var exitCode = await new PipelineApplication(catalogue)
            .RunAsync(
                [.. arguments.Select(argument => argument == "FILE" ? File : argument), .. folders],
                new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(errors), IsInteractive: false, UsesColours: false),
                cancellation
            )
            .WaitAsync(_hang, CancellationToken.None);
        return new CommandLineResult(exitCode, Masked(output.ToString()), Masked(errors.ToString()));
    }

    public void Dispose() => Folder.Dispose();

    /// <summary>The text without what differs from run to run.</summary>
    private string Masked(string text)
    {
        text = text.Replace(Folder.Root, "<folder>", StringComparison.Ordinal)
            .Replace(Path.GetRelativePath(Environment.CurrentDirectory, Folder.Root), "<folder>", StringComparison.Ordinal);
        text = Seconds().Replace(text, "[time]");
        text = Speed().Replace(text, "<speed>");
        text = Size().Replace(text, "<size>");
        return LongDigest().Replace(text, "<digest>");
    }

    [GeneratedRegex(@"\[ *[0-9.]+ s\]")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"[0-9.]+ s(, [0-9.]+ rows/s)?(?=\n)")]
    private static partial Regex Speed();

    [GeneratedRegex(@"\b[0-9.]+ (B|KiB|MiB|GiB|TiB)\b")]
    private static partial Regex Size();

    [GeneratedRegex(@"\b[0-9a-f]{10,64}\b…?")]
    private static partial Regex LongDigest();
}

/// <summary>What a command line came to.</summary>
internal sealed record CommandLineResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Everything, for a snapshot.</summary>
    public string Text => $"exit code {ExitCode}\n--- output\n{Output}--- errors\n{Errors}";
}
