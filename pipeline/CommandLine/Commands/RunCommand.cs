using System.CommandLine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Runs a configuration, or goes on where its last run stopped.</summary>
internal sealed class RunCommand : PipelineCommand
{
    private const string Preamble =
        "# This run's settings as they were resolved: includes merged, --set and defaults in their places. Secrets are masked.\n";

    private readonly ICatalogue _catalogue;
    private readonly Terminal _terminal;
    private readonly SharedOptions _shared;
    private readonly SelectionOptions _selection = new();
    private readonly OutputOptions _output = new();
    private readonly ComputeOptions _compute = new();

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "compute nothing; say of each stage whether it is cached, or which setting or input changed",
    };

    private readonly Option<string[]> _export = new("--export")
    {
        HelpName = "STAGE=DIR",
        Description = "copy a stage's files out of the cache when the run is done; may be given again",
    };

    public RunCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("run", "run a file, or go on where its last run stopped (the default)")
    {
        (_catalogue, _terminal, _shared) = (catalogue, terminal, shared);
        Arguments.Add(shared.File);
        AddGroup("What to run", [_dryRun, .. _selection.All]);
        AddGroup("How to run", [.. _compute.All, _export]);
        AddGroup("What to show", _output.All);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var workspace = Workspace.Open(_catalogue, parsed, _shared);
        workspace.RequireOwnRunFolder();
        var selection = _selection.Select(parsed, workspace.Graph);
        var exports = (parsed.GetValue(_export) ?? []).Select(text => ArtifactExport.Parse(text, workspace.Graph)).ToList();
        if (parsed.GetValue(_dryRun))
        {
            PlanText.Write(_terminal, workspace.Plan(cancellation, selection));
            return ExitCode.Success;
        }

        using var interruption = new Interruption(_terminal.Error, _compute.TimeLimit(parsed), cancellation);
        return await interruption
            .CodeOfAsync(() => RunAsync(workspace, selection, exports, parsed, interruption, cancellation))
            .ConfigureAwait(false);
    }

    private async Task<int> RunAsync(
        Workspace workspace,
        NodeSelection selection,
        List<ArtifactExport> exports,
        ParseResult parsed,
        Interruption interruption,
        CancellationToken cancellation
    )
    {
        var console = _output.ConsoleOf(parsed, _terminal);
        using var events = _output.EventsOf(parsed, console, _terminal);

        // Until the last file is copied and the page is out: nobody may remove what they are made from.
        using var use = await CacheUse.ShareAsync(workspace.Settings.CacheFolder, interruption.Token).ConfigureAwait(false);
        var settings = _compute.Apply(parsed, workspace.Settings);
        settings = settings with { BeforeComputing = stop => CheckAsync(workspace, selection, settings.CpuSlots, stop) };
        var result = await ComputeAsync(workspace, selection, settings, console, events, interruption.Token).ConfigureAwait(false);
        if (result.Outcome != RunOutcome.Completed)
        {
            RunSummary.Incomplete(_terminal, result, settings);
            return result.Outcome == RunOutcome.Cancelled ? interruption.Code : result.ExitCode;
        }

        exports.ForEach(export => export.Copy(result, workspace.Store, interruption.Token));
        if (workspace.Graph.Report is { } report && result.Artifacts.TryGetValue(report, out var made))
        {
            workspace.Store.RequireIntact(made, interruption.Token);
        }

        var page = await _catalogue
            .PublishAsync(new FinishedRun(workspace.Configuration, workspace.Graph, settings, result, workspace.Store), cancellation)
            .ConfigureAwait(false);
        RunSummary.Completed(_terminal, result, page, _output.Quiet(parsed));
        return ExitCode.Success;
    }

    /// <summary>Checks the inputs of what the run would compute, so that a bad row fails before an expensive stage starts.</summary>
    private Task CheckAsync(Workspace workspace, NodeSelection selection, int workers, CancellationToken cancellation)
    {
        var settled = workspace
            .Plan(cancellation, selection)
            .Where(plan => plan.State is NodeState.Hit or NodeState.Skipped)
            .Select(plan => plan.Node.Id)
            .ToHashSet(StringComparer.Ordinal);
        var open = _catalogue
            .Checks(workspace.Configuration, workspace.Graph)
            .Where(check => check.ProvedBy.Count == 0 || !check.ProvedBy.All(settled.Contains))
            .ToList();
        return InputChecks.RequireAsync(open, workers, cancellation);
    }

    private static async Task<RunResult> ComputeAsync(
        Workspace workspace,
        NodeSelection selection,
        RunSettings settings,
        IRunConsole console,
        EventFile? events,
        CancellationToken cancellation
    )
    {
        await using (console.ConfigureAwait(false))
        {
            using var log = RunLog.Open(settings.RunFolder, console);
            DurableFile.WriteAllText(
                Path.Combine(settings.RunFolder, ResolvedSettings.FileName),
                Preamble + ResolvedSettings.Write(workspace.Configuration, absolutePaths: true)
            );
            IRunObserver observer = events is null ? console : new ObserverGroup([console, events]);
            var runner = new PipelineRunner(workspace.Graph, selection, settings, workspace.Store, workspace.Digests, observer, log);
            return await runner.RunAsync(cancellation).ConfigureAwait(false);
        }
    }
}
