using System.CommandLine;
using System.Globalization;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>
/// Computes given parts of one node and seals them in the cache: what a job of a cluster's array runs. A later run of the whole
/// configuration finds them there.
/// </summary>
internal sealed class WorkerCommand : PipelineCommand
{
    private readonly Terminal _terminal;
    private readonly OutputOptions _output = new();
    private readonly ComputeOptions _compute = new();

    private readonly Option<string> _stage = new("--stage")
    {
        HelpName = "STAGE",
        Description = "the stage, or one variant of it; what it needs must be cached",
        Required = true,
    };

    private readonly Option<string> _parts = new("--parts")
    {
        HelpName = "PARTS",
        Description = "which parts, counted from 0, such as 0-3,7 (default: all)",
    };

    public WorkerCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("worker", "compute some parts of one stage into the cache, as a job of an array does")
    {
        _terminal = terminal;
        Arguments.Add(shared.File);
        AddGroup("What to compute", _stage, _parts);
        AddGroup("How to run", _compute.All);
        AddGroup("What to show", _output.All);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction((parsed, cancellation) => ComputeAsync(Workspace.Open(catalogue, parsed, shared), parsed, cancellation));
    }

    private async Task<int> ComputeAsync(Workspace workspace, ParseResult parsed, CancellationToken cancellation)
    {
        workspace.RequireOwnRunFolder();
        var node = NodeOf(workspace.Graph, parsed.GetRequiredValue(_stage));
        var settings = _compute.Apply(parsed, workspace.Settings);
        using var interruption = new Interruption(_terminal.Error, _compute.TimeLimit(parsed), cancellation);
        return await interruption.CodeOfAsync(() => RunAsync(workspace, node, settings, parsed, interruption)).ConfigureAwait(false);
    }

    private async Task<int> RunAsync(
        Workspace workspace,
        StageNode node,
        RunSettings settings,
        ParseResult parsed,
        Interruption interruption
    )
    {
        var console = _output.ConsoleOf(parsed, _terminal);
        RunResult result;
        await using (console.ConfigureAwait(false))
        {
            using var events = _output.EventsOf(parsed, console, _terminal);

            // Before the plan, which says what is there to be read.
            using var use = await CacheUse.ShareAsync(settings.CacheFolder, interruption.Token).ConfigureAwait(false);
            var logName = string.Create(CultureInfo.InvariantCulture, $"worker-{Environment.MachineName}-{Environment.ProcessId}.jsonl");
            using var log = RunLog.Open(settings.RunFolder, console, logName);
            IRunObserver observer = events is null ? console : new ObserverGroup([console, events]);
            var run = new PartsRun(workspace.Plan(interruption.Token), settings, workspace.Store, workspace.Digests, observer, log);
            result = await run.RunAsync(
                    node,
                    total => parsed.GetValue(_parts) is { } text ? PartRanges.Parse(text, total) : [.. Enumerable.Range(0, total)],
                    interruption.Token
                )
                .ConfigureAwait(false);
        }

        if (result.Outcome != RunOutcome.Completed)
        {
            RunSummary.Incomplete(_terminal, result, settings);
            return result.Outcome == RunOutcome.Cancelled ? interruption.Code : result.ExitCode;
        }

        RunSummary.Completed(_terminal, result, null, _output.Quiet(parsed));
        return ExitCode.Success;
    }

    private static StageNode NodeOf(Graph graph, string name)
    {
        var nodes = NodeSelection.Matching(graph, [name], "--stage");
        return nodes.Count == 1
            ? nodes.Single()
            : throw new InputException(
                $"--stage '{name}' is several stages; name one of: "
                    + $"{string.Join(", ", graph.Nodes.Where(nodes.Contains).Select(node => node.Id))}."
            );
    }
}
