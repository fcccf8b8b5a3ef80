using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;
using Serilog.Core;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class UnitRunnerTests : IDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly Recorder _events = new();
    private readonly RunMemos _memos;
    private readonly InProcessExecutor _executor;
    private readonly SlotGates _gates;
    private readonly CancellationToken _never = TestContext.Current.CancellationToken;
    private int _checks;

    public UnitRunnerTests()
    {
        _memos = new RunMemos(_engine.Cache);
        _executor = new InProcessExecutor(_engine.Store());
        _gates = new SlotGates(Settings);
    }

    private RunSettings Settings => new("run", _engine.Cache, _engine.Folder.PathOf("runs")) { CpuSlots = 1 };

    [Fact]
    public async Task What_is_missing_is_computed_once_and_then_taken_from_the_cache()
    {
        var stage = FakeFold.Sum("sum", 3);

        var made = await SealAsync(stage);
        var found = await SealAsync(stage);

        Assert.Equal(1, stage.Runs);
        Assert.Equal(made.Fingerprint, found.Fingerprint);
        Assert.Equal(["PartStarted", "PartSealed", "PartSealed"], _events.Names);
        Assert.Equal([(false, 1), (true, 1)], _events.All.OfType<PartSealed>().Select(part => (part.Hit, part.Rows)));
        Assert.True(_events.All.OfType<PartSealed>().First().Seconds > 0);
        Assert.Equal(0, _events.All.OfType<PartSealed>().Last().Seconds);
        Assert.Equal(1, _checks);
    }

    [Fact]
    public async Task A_forced_node_is_computed_though_it_is_there()
    {
        var stage = FakeFold.Sum("sum");
        await SealAsync(stage);

        await SealAsync(stage, NodeMode.Force);

        Assert.Equal(2, stage.Runs);
    }

    [Fact]
    public async Task What_may_only_come_from_the_cache_and_is_not_there_is_a_failure_and_is_not_computed()
    {
        var stage = FakeFold.Sum("sum");

        var failure = await Assert.ThrowsAsync<StageFailedException>(() => SealAsync(stage, NodeMode.CachedOnly));

        Assert.Equal(("x", null), (failure.Node, failure.Part));
        Assert.StartsWith(
            "it is not in the cache",
            Assert.IsType<InputException>(failure.InnerException).Message,
            StringComparison.Ordinal
        );
        Assert.Equal((0, 0), (stage.Runs, _checks));
        await SealAsync(stage);
        await SealAsync(stage, NodeMode.CachedOnly);
        Assert.Equal(1, stage.Runs);
    }

    [Fact]
    public async Task A_failure_names_the_node_and_leaves_its_slot_to_others()
    {
        var faulty = new FakeFold("faulty", (_, _, _) => throw new InvalidOperationException("no"));
        var timedOut = new FakeFold("late", (_, _, _) => throw new OperationCanceledException("timed out"));

        var failure = await Assert.ThrowsAsync<StageFailedException>(() => SealAsync(faulty));
        var late = await Assert.ThrowsAsync<StageFailedException>(() => SealAsync(timedOut));

        Assert.Equal(("x: no", null), (failure.Message, failure.Part));
        Assert.IsType<OperationCanceledException>(late.InnerException);
        await SealAsync(FakeFold.Sum("sum"));
    }

    [Fact]
    public async Task A_failure_of_the_first_check_fails_every_unit_with_it()
    {
        var units = Units(() => Task.FromException(new InputException("line 3")));

        foreach (var stage in new[] { FakeFold.Sum("a"), FakeFold.Sum("b") })
        {
            var failure = await Assert.ThrowsAsync<StageFailedException>(() => SealAsync(stage, units: units));

            Assert.Equal("x: line 3", failure.Message);
            Assert.Equal(0, stage.Runs);
        }
    }

    [Fact]
    public async Task A_cancellation_that_was_asked_for_travels_as_one()
    {
        using var cancel = new CancellationTokenSource();
        var stage = new FakeFold(
            "stage",
            async (_, _, cancellation) =>
            {
                await cancel.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SealAsync(stage, cancellation: cancel.Token));
    }

    [Fact]
    public async Task Who_waits_for_another_process_says_so_holds_no_slot_and_takes_what_the_other_made()
    {
        var stage = FakeFold.Sum("sum", 5);
        var (run, task) = (Run(stage), FoldTask(stage));
        var theirs = await _engine.Store().LockAsync("sum", task.Document.Fingerprint, _ => { }, _never);
        var waiting = Units().SealAsync(run, Work(run), task, _never);
        await _events.Waiting.Task;

        // The only slot is free for others meanwhile.
        await SealAsync(FakeFold.Sum("other"));
        var draft = _engine.Store().BeginDraft("sum", task.Document.Fingerprint);
        await File.WriteAllTextAsync(Path.Combine(draft, "sum.txt"), "5", _never);
        _engine.Store().Commit("sum", task.Document.Document, task.Document.Fingerprint, draft, new Dictionary<string, long>(), _never);
        theirs.Dispose();

        Assert.Equal(task.Document.Fingerprint, (await waiting).Fingerprint);
        Assert.Equal(0, stage.Runs);
        Assert.Equal($"process {Environment.ProcessId} on {Environment.MachineName}", _events.All.OfType<LockWaiting>().Single().Holder);
    }

    [Fact]
    public async Task A_slot_is_kept_until_what_the_node_opened_is_closed()
    {
        var units = Units();
        var (first, second) = (FakeFold.Sum("first"), FakeFold.Sum("second"));
        var run = Run(first);
        await units.SealAsync(run, Work(run), FoldTask(first), _never);
        var other = SealAsync(second, units: units);
        Assert.False(other.IsCompleted);

        units.Close(run, Work(run));

        await other;
        Assert.Equal(1, units.WidthOf(ResourceSlot.Cpu));
    }

    public void Dispose()
    {
        _executor.Dispose();
        _memos.Dispose();
        _engine.Dispose();
    }

    private static NodeRun Run(FakeFold stage, NodeMode mode = NodeMode.Run) => new(new StageNode("x", stage, [], []), mode);

    private static PartTask FoldTask(FakeFold stage) =>
        new(0, null, FingerprintDocument.OfNode(new StageNode("x", stage, [], []), new Dictionary<string, Artifact>()));

    private UnitRunner Units(Func<Task>? before = null) =>
        new(
            _engine.Store(),
            _executor,
            _gates,
            new RunReporter(_events),
            WorkRecord.Load(Settings.RunsFolder, Settings.RunName),
            _ => Task.CompletedTask,
            before
                ?? (
                    () =>
                    {
                        _checks++;
                        return Task.CompletedTask;
                    }
                )
        );

    private StageWork Work(NodeRun run) =>
        new(
            run.Node,
            new StageInputs(new Dictionary<string, Artifact>()),
            StageContexts.Create(run, Settings, _memos.Open(run.Node.Stage), new RunReporter(_events), Logger.None)
        );

    private async Task<Manifest> SealAsync(
        FakeFold stage,
        NodeMode mode = NodeMode.Run,
        UnitRunner? units = null,
        CancellationToken? cancellation = null
    )
    {
        var run = Run(stage, mode);
        units ??= Units();
        try
        {
            return await units.SealAsync(run, Work(run), FoldTask(stage), cancellation ?? _never);
        }
        finally
        {
            units.Close(run, Work(run));
        }
    }

    private sealed class Recorder : IRunObserver
    {
        public List<RunEvent> All { get; } = [];

        public IEnumerable<string> Names => All.Select(happened => happened.GetType().Name);

        public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void On(RunEvent happened)
        {
            All.Add(happened);
            if (happened is LockWaiting)
            {
                Waiting.TrySetResult();
            }
        }
    }
}
