using System.Diagnostics;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>Brings one unit of work (a part, a fold) to its sealed state: from the cache, or computed under its lock and slot.</summary>
internal sealed class UnitRunner(
    ArtifactStore store,
    InProcessExecutor executor,
    SlotGates gates,
    RunReporter reporter,
    WorkRecord record,
    Func<StageNode, Task> begin,
    Func<Task>? beforeComputing
)
{
    private readonly Lazy<Task> _ready = new(() => beforeComputing is null ? Task.CompletedTask : Task.Run(beforeComputing));

    /// <summary>How many units of that kind run at once.</summary>
    public int WidthOf(ResourceSlot slot) => gates.Width(slot);

    /// <summary>Says that no more units of a node will come: what it opened is closed, and then its slot given on.</summary>
    public void Close(NodeRun run, StageWork work)
    {
        try
        {
            executor.Close(work);
        }
        finally
        {
            gates.End(run);
        }
    }

    /// <summary>The unit's sealed manifest.</summary>
    /// <exception cref="StageFailedException">It failed.</exception>
    public async Task<Manifest> SealAsync(NodeRun run, StageWork work, PartTask task, CancellationToken cancellation)
    {
        var stage = run.Node.Stage;
        var fingerprint = task.Document.Fingerprint;
        if (run.Mode != NodeMode.Force && Find(stage, fingerprint, cancellation) is { } known)
        {
            return PassBy(run, task, known);
        }

        if (run.Mode == NodeMode.CachedOnly)
        {
            throw new StageFailedException(
                run.Node.Id,
                PartOf(task),
                new InputException("it is not in the cache, but what was selected needs it; run without --only and --from first.")
            );
        }

        try
        {
            return await ComputeAsync(run, work, task, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (StageFailedException)
        {
            gates.End(run);
            throw;
        }
        catch (Exception error)
        {
            gates.End(run);

            // A cancellation that nobody asked for (a time-out inside a stage) would silently drop the part if it travelled as one.
            throw new StageFailedException(run.Node.Id, PartOf(task), error);
        }
    }

    private async Task<Manifest> ComputeAsync(NodeRun run, StageWork work, PartTask task, CancellationToken cancellation)
    {
        await _ready.Value.ConfigureAwait(false);
        var stage = run.Node.Stage;
        using var held = await LockAsync(run, task, cancellation).ConfigureAwait(false);

        // Whoever held the lock before may have made it.
        if (run.Mode != NodeMode.Force && Find(stage, task.Document.Fingerprint, cancellation) is { } made)
        {
            return PassBy(run, task, made);
        }

        await begin(run.Node).ConfigureAwait(false);

        // The slot comes after the lock: who waits for another process must not keep others from the device.
        return await gates
            .HoldAsync(
                run,
                async () =>
                {
                    reporter.Tell(new PartStarted(run.Node.Id, task.Index, run.PartsInAll()));
                    var clock = Stopwatch.StartNew();
                    var manifest = await Task.Run(() => executor.RunAsync(work, task, cancellation), CancellationToken.None)
                        .ConfigureAwait(false);
                    return Note(run, task, manifest, hit: false, clock.Elapsed.TotalSeconds);
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    private Manifest? Find(Stage stage, string fingerprint, CancellationToken cancellation) =>
        store.Find(stage.Name, fingerprint, cancellation, new HashingReporter(reporter).Take);

    private async Task<IDisposable> LockAsync(NodeRun run, PartTask task, CancellationToken cancellation)
    {
        var waited = false;
        var held = await store
            .LockAsync(
                run.Node.Stage.Name,
                task.Document.Fingerprint,
                holder =>
                {
                    waited = true;
                    gates.WaitElsewhere(run);
                    reporter.Tell(new LockWaiting(run.Node.Id, holder));
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (waited)
        {
            run.Units.ComeBack();
        }

        return held;
    }

    private Manifest PassBy(NodeRun run, PartTask task, Manifest known)
    {
        var manifest = Note(run, task, known, hit: true, 0);
        gates.PassBy(run);
        return manifest;
    }

    private static int? PartOf(PartTask task) => task.Streams is null ? null : task.Index;

    private Manifest Note(NodeRun run, PartTask task, Manifest manifest, bool hit, double seconds)
    {
        run.Sealed[task.Index] = (manifest.Fingerprint, hit, seconds);
        run.Units.Finish(task.Index);
        if (!hit)
        {
            record.Note(new UnitWork(manifest.Stage, manifest.Fingerprint, seconds, DateTimeOffset.UtcNow, ProcessorName.Value));
        }

        reporter.Tell(new PartSealed(run.Node.Id, task.Index, manifest.Files.Sum(file => file.Rows ?? 0), hit, seconds));
        return manifest;
    }
}
