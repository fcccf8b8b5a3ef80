using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Serilog;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// Runs a graph: every node at once, each waiting for what it needs, sealed parts flowing between them. What is in the cache is taken from
/// it; what fails ends the run, or with <see cref="RunSettings.KeepGoing"/> its own branch.
/// </summary>
internal sealed class PipelineRunner(
    Graph graph,
    NodeSelection selection,
    RunSettings settings,
    ArtifactStore store,
    FileDigests digests,
    IRunObserver observer,
    ILogger log
)
{
    private readonly RunReporter _reporter = new(observer);
    private readonly RunRecordFile _record = new(settings);
    private readonly WorkRecord _works = WorkRecord.Load(settings.RunsFolder, settings.RunName);
    private readonly Dictionary<StageNode, IReadOnlyList<UnitWork>> _workOf = [];
    private readonly List<StageFailedException> _failures = [];
    private readonly List<NodeCompleted> _completed = [];

    /// <summary>Runs until everything selected is sealed, something failed, or the run is cancelled.</summary>
    public async Task<RunResult> RunAsync(CancellationToken cancellation)
    {
        var runs = Linked();
        _reporter.Tell(new RunStarted(settings.RunName, runs.Keys.Select(node => node.Id).ToList()));
        Directory.CreateDirectory(store.Folder);
        using var use = await EnterAsync(cancellation).ConfigureAwait(false);
        if (use is null)
        {
            return Ended(new RunResult(RunOutcome.Cancelled, [], new Dictionary<StageNode, Artifact>(), [], 0, 0));
        }

        CacheUse.WarnIfUnseen(store.Folder, log);
        if (store.Sweep() is { Count: > 0 } swept)
        {
            _reporter.Tell(new LeftoversSwept(swept));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var memos = new RunMemos(store.Folder);
        using var executor = new InProcessExecutor(store, _reporter);
        var units = new UnitRunner(
            store,
            executor,
            new SlotGates(settings),
            _reporter,
            _works,
            node => _record.BeginAsync(node, stop.Token),
            settings.BeforeComputing is { } before ? () => before(stop.Token) : null
        );
        await Task.WhenAll(runs.Values.Select(run => Task.Run(() => RunNodeAsync(run, runs, units, memos, stop), CancellationToken.None)))
            .ConfigureAwait(false);
        digests.Save();

        var artifacts = runs
            .Values.Where(run => run.Artifact.IsCompletedSuccessfully)
            .ToDictionary(run => run.Node, run => run.Artifact.Result);
        var all = runs.Values.SelectMany(run => run.Sealed.Values).ToList();
        var outcome = RunResult.OutcomeOf(_failures, artifacts.Count == runs.Count);
        var result = new RunResult(outcome, _failures, artifacts, _completed, all.Count(unit => !unit.Hit), all.Count(unit => unit.Hit))
        {
            Work = _workOf,
        };
        return Ended(result);
    }

    /// <summary>Takes part in the cache and claims the run's record, waiting for who holds them; null if the run is cancelled
    /// meanwhile.</summary>
    private async Task<CacheUse?> EnterAsync(CancellationToken cancellation)
    {
        CacheUse? use = null;
        try
        {
            use = await CacheUse.ShareAsync(store.Folder, cancellation).ConfigureAwait(false);
            await _record.ClaimAsync(log, cancellation).ConfigureAwait(false);
            return use;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            use?.Dispose();
            return null;
        }
        catch
        {
            use?.Dispose();
            throw;
        }
    }

    private RunResult Ended(RunResult result)
    {
        _reporter.Tell(new RunEnded(result.Outcome, result.Built, result.Hits));
        return result;
    }

    /// <summary>Every node that takes part, linked to those that it streams before anything flows.</summary>
    private Dictionary<StageNode, NodeRun> Linked()
    {
        var runs = new Dictionary<StageNode, NodeRun>();
        foreach (var node in graph.Nodes.Where(node => selection.ModeOf(node) != NodeMode.Skip))
        {
            var streams = node.Streams.Select(stream => runs[stream.Node]).ToList();
            runs.Add(node, new NodeRun(node, selection.ModeOf(node), streams, settings.PartsInFlight));
        }

        return runs;
    }

    private async Task RunNodeAsync(
        NodeRun run,
        Dictionary<StageNode, NodeRun> runs,
        UnitRunner units,
        RunMemos memos,
        CancellationTokenSource stop
    )
    {
        var node = run.Node;
        try
        {
            var inputs = await WholeInputsAsync(node, runs, stop.Token).ConfigureAwait(false);
            _reporter.Tell(new NodeStarted(node.Id));
            var work = new StageWork(
                node,
                new StageInputs(inputs),
                StageContexts.Create(run, settings, memos.Open(node.Stage), _reporter, log)
            );
            var document = FingerprintDocument.OfNode(node, inputs);
            Artifact artifact;
            try
            {
                artifact =
                    node.Streams.Count == 0
                        ? SealedArtifacts.OfFold(
                            store,
                            await units.SealAsync(run, work, new PartTask(0, null, document), stop.Token).ConfigureAwait(false)
                        )
                        : await new MapNodeFlow(store, units, settings.PartsInFlight)
                            .RunAsync(run, work, document, stop.Token)
                            .ConfigureAwait(false);
            }
            finally
            {
                units.Close(run, work);
            }

            await NoteCompletedAsync(run, document, artifact).ConfigureAwait(false);
            run.Complete(artifact);
        }
        catch (Exception error)
        {
            try
            {
                NoteFailure(run, Innermost(error), stop);
            }
            finally
            {
                // Whatever else goes wrong, those who wait for this node must not wait for ever.
                run.Fail(error);
            }
        }
    }

    private async Task<Dictionary<string, Artifact>> WholeInputsAsync(
        StageNode node,
        Dictionary<StageNode, NodeRun> runs,
        CancellationToken cancellation
    )
    {
        var inputs = new Dictionary<string, Artifact>(StringComparer.Ordinal);
        foreach (var input in node.Inputs)
        {
            inputs[input.Name] = input switch
            {
                NodeOutput output => await runs[output.Node].Artifact.WaitAsync(cancellation).ConfigureAwait(false),
                ExternalInput external => await Task.Run(
                        () => digests.ArtifactOf(external.Path, external.Patterns, cancellation, new HashingReporter(_reporter).Take),
                        cancellation
                    )
                    .ConfigureAwait(false),
                _ => throw new NotSupportedException(input.GetType().Name),
            };
        }

        return inputs;
    }

    private async Task NoteCompletedAsync(NodeRun run, FingerprintDocument document, Artifact artifact)
    {
        var units = run.Sealed.OrderBy(entry => entry.Key).Select(entry => entry.Value).ToList();
        await _record
            .CompleteAsync(
                run.Node.Id,
                new NodeRecord(run.Node.Stage.Name, document.Document, units.Select(unit => unit.Fingerprint).ToList(), artifact.Rows)
            )
            .ConfigureAwait(false);
        var completed = new NodeCompleted(
            run.Node.Id,
            units.Count,
            units.Count(unit => unit.Hit),
            artifact.Rows,
            units.Sum(unit => unit.Seconds),
            new SortedDictionary<string, double>(run.Volatile, StringComparer.Ordinal)
        );
        var works = units.Select(unit => _works.Find(run.Node.Stage.Name, unit.Fingerprint)).OfType<UnitWork>().ToList();
        lock (_completed)
        {
            _completed.Add(completed);
            _workOf[run.Node] = works;
        }

        _reporter.Tell(completed);
    }

    private void NoteFailure(NodeRun run, Exception error, CancellationTokenSource stop)
    {
        switch (error)
        {
            case ParentMissingException missing:
                _reporter.Tell(new NodeSkipped(run.Node.Id, missing.Node));
                return;
            case OperationCanceledException when stop.IsCancellationRequested:
                return;
        }

        var failure = error as StageFailedException ?? new StageFailedException(run.Node.Id, null, error);
        lock (_failures)
        {
            // What is awaited before the first unit fails all those that wait for it.
            if (_failures.Contains(failure))
            {
                return;
            }

            _failures.Add(failure);
        }

        log.Error(failure.InnerException, "{Failure}", failure.Message);
        _reporter.Tell(new NodeFailed(run.Node.Id, failure.Message));
        if (!settings.KeepGoing)
        {
            stop.Cancel();
        }
    }

    /// <summary>The exception that says most: a failure of the node's own before one of a parent's, and both before a
    /// cancellation.</summary>
    private static Exception Innermost(Exception error) =>
        error is AggregateException many
            ? many.Flatten()
                .InnerExceptions.OrderBy(inner =>
                    inner is OperationCanceledException ? 2
                    : inner is ParentMissingException ? 1
                    : 0
                )
                .First()
            : error;
}
