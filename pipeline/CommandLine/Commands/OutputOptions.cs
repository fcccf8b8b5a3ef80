using System.CommandLine;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>How a run shows itself.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "print errors and the report's path only" };

    private readonly Option<string> _json = new("--json")
    {
        HelpName = "PATH",
        Description = "write everything that happens to a file, one JSON object a line",
    };

    public IReadOnlyList<Option> All => [_quiet, _json];

    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);

    public IRunConsole ConsoleOf(ParseResult parsed, Terminal terminal) =>
        Quiet(parsed) ? new QuietConsole()
        : terminal.IsInteractive ? new LiveConsole(() => Spectre.Console.AnsiConsole.Console)
        : new PlainConsole(terminal, TimeProvider.System);

    /// <summary>The events file; null where none is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">Is told when events can be written no longer, unless it shows nothing.</param>
    /// <param name="terminal">Is told then.</param>
    /// <exception cref="InputException">It cannot be written, or is a configuration.</exception>
    public EventFile? EventsOf(ParseResult parsed, IRunConsole console, Terminal terminal) =>
        parsed.GetValue(_json) switch
        {
            null => null,
            var path when Path.GetExtension(path) is ".yaml" or ".yml" => throw new InputException(
                $"--json '{path}' would write over a configuration; name a file for the events, such as events.jsonl."
            ),
            var path => new EventFile(path, Quiet(parsed) ? line => terminal.Error.WriteLine("warning: " + line) : console.Warn),
        };
}
