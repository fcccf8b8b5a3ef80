using System.CommandLine;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Runs a configuration, or goes on where the last run stopped.</summary>
internal sealed class RunCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
{
    private readonly SelectionOptions _selection = new();

    private readonly Option<bool> _keepGoing = new("--keep-going") { Description = "Let branches that do not need a failed stage finish" };

    private readonly Option<int> _workers = new("--workers")
    {
        HelpName = "N",
        Description = "How many parts of processor work run at once; results do not depend on it",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print errors and the report's path only" };

    private readonly Option<string> _json = new("--json") { HelpName = "PATH", Description = "Write everything that happens to a file, one JSON object a line" };

    public void AddTo(Command command)
    {
        shared.AddTo(command);
        _selection.AddTo(command);
        command.Options.Add(_keepGoing);
        command.Options.Add(_workers);
        command.Options.Add(_quiet);
        command.Options.Add(_json);
        command.SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var workspace = Workspace.Open(catalogue, parsed, shared);
        var selection = _selection.Of(parsed, workspace.Graph);
        var settings = workspace.Settings with
        {
            CpuSlots = Math.Max(1, parsed.GetValue(_workers)),
            KeepGoing = parsed.GetValue(_keepGoing),
        };
        var quiet = parsed.GetValue(_quiet);
        using var interruption = new Interruption(terminal.Error, cancellation);
        var result = await ComputeAsync(workspace, selection, settings, parsed, interruption.Token).ConfigureAwait(false);
        if (result.Outcome == RunOutcome.Completed)
        {
            var page = await catalogue.PublishAsync(
                new FinishedRun(workspace.Configuration, workspace.Graph, settings, result, workspace.Store), cancellation).ConfigureAwait(false);
            RunSummary.Completed(terminal, result, page, quiet);
            return ExitCode.Success;
        }

        RunSummary.Incomplete(terminal, result, settings);
        return result.Outcome == RunOutcome.Cancelled ? interruption.Code : result.ExitCode;
    }

    private async Task<RunResult> ComputeAsync(Workspace workspace, NodeSelection selection, RunSettings settings, ParseResult parsed, CancellationToken cancellation)
    {
        var console = ConsoleOf(parsed);
        await using (console.ConfigureAwait(false))
        {
            using var events = parsed.GetValue(_json) is { } path ? new EventFile(path) : null;
            using var log = RunLog.Open(settings.RunFolder, console);
            IRunObserver observer = events is null ? console : new ObserverGroup([console, events]);
            var runner = new PipelineRunner(workspace.Graph, selection, settings, workspace.Store, workspace.Digests, observer, log);
            return await runner.RunAsync(cancellation).ConfigureAwait(false);
        }
    }

    private IRunConsole ConsoleOf(ParseResult parsed) =>
        parsed.GetValue(_quiet) ? new QuietConsole()
        : terminal.IsInteractive ? new LiveConsole(Spectre.Console.AnsiConsole.Console)
        : new PlainConsole(terminal);
}
