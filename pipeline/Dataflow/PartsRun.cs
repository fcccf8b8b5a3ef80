using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Serilog;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// Runs chosen parts of one node whose inputs are all in the cache, and seals them there: the work of one job of an array. Several of them,
/// and whole runs, may go on at once.
/// </summary>
internal sealed class PartsRun(
    IReadOnlyList<NodePlan> plans,
    RunSettings settings,
    ArtifactStore store,
    FileDigests digests,
    IRunObserver observer,
    ILogger log
)
{
    private readonly RunReporter _reporter = new(observer);
    private readonly RunRecordFile _record = new(settings);
    private readonly Dictionary<StageNode, NodePlan> _plans = plans.ToDictionary(plan => plan.Node);

    /// <summary>Runs the parts.</summary>
    /// <param name="node">The node.</param>
    /// <param name="choose">Chooses parts, given how many there are; a fold is one part.</param>
    /// <param name="cancellation">Stops it; what is sealed stays.</param>
    /// <exception cref="InputException">An input is not in the cache.</exception>
    public async Task<RunResult> RunAsync(StageNode node, Func<int, IReadOnlyList<int>> choose, CancellationToken cancellation)
    {
        if (node.Parents.FirstOrDefault(parent => _plans[parent].Artifact is null) is { } missing)
        {
            throw new InputException(
                $"{node.Id} needs {missing.Id}, which is not in the cache; run it first, such as with --until {missing.Id}."
            );
        }

        using var use = await CacheUse.ShareAsync(store.Folder, cancellation).ConfigureAwait(false);
        await _record.ClaimAsync(log, cancellation).ConfigureAwait(false);
        CacheUse.WarnIfUnseen(store.Folder, log);
        var tasks = TasksOf(node, _plans[node].Document!);
        var chosen = choose(tasks.Count).Select(index => tasks[index]).ToList();
        _reporter.Tell(new RunStarted(settings.RunName, [node.Id]));

        var run = new NodeRun(node, NodeMode.Run) { PartsInAll = () => chosen.Count };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = await ComputeAsync(run, chosen, stop).ConfigureAwait(false);
        var all = run.Sealed.Values.ToList();
        var outcome = RunResult.OutcomeOf(failures, all.Count == chosen.Count);
        var result = new RunResult(
            outcome,
            failures,
            new Dictionary<StageNode, Artifact>(),
            [],
            all.Count(unit => !unit.Hit),
            all.Count(unit => unit.Hit)
        );
        _reporter.Tell(new RunEnded(outcome, result.Built, result.Hits));
        return result;
    }

    private async Task<List<StageFailedException>> ComputeAsync(NodeRun run, IReadOnlyList<PartTask> tasks, CancellationTokenSource stop)
    {
        var node = run.Node;
        var failures = new List<StageFailedException>();
        using var memos = new RunMemos(store.Folder);
        using var executor = new InProcessExecutor(store, _reporter);
        var works = WorkRecord.Load(settings.RunsFolder, settings.RunName);
        var units = new UnitRunner(
            store,
            executor,
            new SlotGates(settings),
            _reporter,
            works,
            begun => _record.BeginAsync(begun, stop.Token),
            null
        );
        var inputs = new StageInputs(PlannedInputs.Whole(node, _plans, digests, stop.Token));
        var work = new StageWork(node, inputs, StageContexts.Create(run, settings, memos.Open(node.Stage), _reporter, log));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(units.WidthOf(node.Stage.Slot), settings.PartsInFlight) };
        await Parallel
            .ForEachAsync(
                tasks,
                options,
                async (task, _) =>
                {
                    try
                    {
                        await units.SealAsync(run, work, task, stop.Token).ConfigureAwait(false);
                    }
                    catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
                    catch (StageFailedException failure)
                    {
                        log.Error(failure.InnerException, "{Failure}", failure.Message);
                        _reporter.Tell(new NodeFailed(node.Id, failure.Message));
                        lock (failures)
                        {
                            failures.Add(failure);
                        }

                        if (!settings.KeepGoing)
                        {
                            await stop.CancelAsync().ConfigureAwait(false);
                        }
                    }
                }
            )
            .ConfigureAwait(false);
        return failures;
    }

    private IReadOnlyList<PartTask> TasksOf(StageNode node, FingerprintDocument document)
    {
        if (node.Streams.Count == 0)
        {
            return [new PartTask(0, null, document)];
        }

        return
        [
            .. Enumerable
                .Range(0, _plans[node.Streams[0].Node].Artifact!.Parts.Count)
                .Select(index =>
                {
                    var aligned = PlannedInputs.Aligned(node, _plans, index);
                    return new PartTask(index, new PartInputs(aligned), document.WithParts(aligned));
                }),
        ];
    }
}
