using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;
using Pipeline.Tests.Support;
using Serilog.Core;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class InProcessExecutorTests : IDisposable
{
    private static readonly StageNode _source = new("source", FakeFold.Source("source", 1), [], []);

    private readonly EngineFixture _engine = new();
    private readonly RunMemos _memos;
    private readonly CancellationToken _never = TestContext.Current.CancellationToken;

    public InProcessExecutorTests() => _memos = new RunMemos(_engine.Cache);

    [Fact]
    public async Task A_map_stage_is_opened_once_for_all_its_parts_and_closed_when_no_more_come()
    {
        var map = FakeMap.Add("map", 10);
        using var executor = new InProcessExecutor(_engine.Store());
        var work = Work(map);

        var manifests = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(async part => await executor.RunAsync(work, await PartAsync(work, part), _never))
        );

        Assert.Equal((1, 4, 0), (map.Opened, map.Parts, map.Closed));
        Assert.Equal([1L, 1L, 1L, 1L], manifests.Select(manifest => manifest.Files.Single().Rows!.Value));
        executor.Close(work);
        executor.Close(work);
        Assert.Equal(1, map.Closed);
    }

    [Fact]
    public async Task What_is_open_still_is_closed_at_the_end_and_what_was_never_opened_is_not()
    {
        var (open, unused) = (FakeMap.Add("open", 1), FakeMap.Add("unused", 1));
        var executor = new InProcessExecutor(_engine.Store());
        var work = Work(open);
        await executor.RunAsync(work, await PartAsync(work, 0), _never);
        executor.Close(Work(unused));

        executor.Dispose();
        executor.Dispose();

        Assert.Equal((1, 0), (open.Closed, unused.Closed));
    }

    [Fact]
    public async Task A_stage_that_cannot_open_fails_its_node_not_the_part_that_asked_first()
    {
        var map = new FakeMap("map", (_, rows, _) => ValueTask.FromResult(rows)) { Open = _ => throw new InputException("no model") };
        using var executor = new InProcessExecutor(_engine.Store());
        var work = Work(map);

        var failure = await Assert.ThrowsAsync<StageFailedException>(async () =>
            await executor.RunAsync(work, await PartAsync(work, 2), _never)
        );

        Assert.Equal(("x: no model", null), (failure.Message, failure.Part));
        executor.Close(work);
        Assert.Equal(0, map.Closed);
    }

    [Fact]
    public async Task A_cancellation_while_opening_travels_as_one()
    {
        using var cancel = new CancellationTokenSource();
        var map = new FakeMap("map", (_, rows, _) => ValueTask.FromResult(rows))
        {
            Open = async cancellation =>
            {
                await cancel.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
            },
        };
        using var executor = new InProcessExecutor(_engine.Store());
        var work = Work(map);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await executor.RunAsync(work, await PartAsync(work, 0), cancel.Token)
        );
    }

    [Fact]
    public async Task A_damaged_part_is_not_computed_from()
    {
        var map = FakeMap.Add("map", 1);
        using var executor = new InProcessExecutor(_engine.Store());
        var work = Work(map);
        var task = await PartAsync(work, 0);
        await File.AppendAllTextAsync(task.Streams![FakeMap.Rows].Path, "x", _never);

        await Assert.ThrowsAsync<IOException>(() => executor.RunAsync(work, task, _never));

        Assert.Equal((0, 0), (map.Opened, map.Parts));
    }

    [Fact]
    public async Task A_failed_fold_leaves_no_draft_and_a_finished_one_is_sealed_though_the_run_was_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var executor = new InProcessExecutor(_engine.Store());
        var failing = Fold((_, _, _) => throw new InvalidOperationException("no"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => executor.RunAsync(failing, FoldTask(failing), _never));
        Assert.Empty(Directory.EnumerateDirectories(_engine.Cache, ".tmp-*", SearchOption.AllDirectories));

        var finished = Fold(
            async (_, output, _) =>
            {
                await output.WritePartAsync([new FakeRow { Value = 1 }], CancellationToken.None);
                await cancel.CancelAsync();
            }
        );
        var task = FoldTask(finished);
        var manifest = await executor.RunAsync(finished, task, cancel.Token);

        Assert.Equal(task.Document.Fingerprint, manifest.Fingerprint);
        Assert.Equal(1, manifest.Files.Single().Rows);
        Assert.NotNull(_engine.Store().Find("fold", task.Document.Fingerprint, _never));
    }

    [Fact]
    public async Task What_is_finished_but_takes_long_to_hash_is_given_up_when_the_run_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var executor = new InProcessExecutor(_engine.Store());
        var finished = Fold(
            async (_, output, _) =>
            {
                await using var file = File.Create(output.PathOf("weights.bin"));
                file.SetLength(InProcessExecutor.SealedAnyway + 1);
                await cancel.CancelAsync();
            }
        );
        var task = FoldTask(finished);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executor.RunAsync(finished, task, cancel.Token));

        Assert.Null(_engine.Store().Find("fold", task.Document.Fingerprint, _never));
        Assert.Empty(Directory.EnumerateDirectories(_engine.Cache, ".tmp-*", SearchOption.AllDirectories));
    }

    public void Dispose()
    {
        _memos.Dispose();
        _engine.Dispose();
    }

    private static PartTask FoldTask(StageWork work) =>
        new(0, null, FingerprintDocument.OfNode(work.Node, new Dictionary<string, Artifact>()));

    private StageWork Work(FakeMap map) => Work(new StageNode("x", map, [new NodeOutput(FakeMap.Rows, _source)], []));

    private StageWork Fold(Func<StageInputs, FoldOutput, CancellationToken, Task> run) =>
        Work(new StageNode("x", new FakeFold("fold", run), [], []));

    private StageWork Work(StageNode node)
    {
        var settings = new RunSettings("run", _engine.Cache, _engine.Folder.PathOf("runs"));
        var memo = _memos.Open(node.Stage);
        var context = StageContexts.Create(new NodeRun(node, NodeMode.Run), settings, memo, new RunReporter(new Silence()), Logger.None);
        return new StageWork(node, new StageInputs(new Dictionary<string, Artifact>()), context);
    }

    /// <summary>A part of one row, sealed as a fold would have done it.</summary>
    private async Task<PartTask> PartAsync(StageWork work, int index)
    {
        var store = _engine.Store();
        var document = FingerprintDocument.OfNode(
            new StageNode("source", FakeFold.Source("source", [index]), [], []),
            new Dictionary<string, Artifact>()
        );
        var draft = store.BeginDraft("source", document.Fingerprint);
        await TableFile.WriteAsync<FakeRow>(Path.Combine(draft, "part.parquet"), [new FakeRow { Value = index }], _never);
        var rows = new Dictionary<string, long> { ["part.parquet"] = 1 };
        var part = SealedArtifacts.OfPart(
            store,
            store.Commit("source", document.Document, document.Fingerprint, draft, rows, _never),
            index
        );
        var streams = new Dictionary<string, Part> { [FakeMap.Rows] = part };
        var own = FingerprintDocument.OfNode(work.Node, new Dictionary<string, Artifact>());
        return new PartTask(index, new PartInputs(streams), own.WithParts(streams));
    }

    private sealed class Silence : IRunObserver
    {
        public void On(RunEvent happened) { }
    }
}
