using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class CancellationTests : IDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly CancellationTokenSource _cancel = new();

    [Fact]
    public async Task A_cancelled_run_ends_says_so_and_goes_on_where_it_stopped()
    {
        var interrupt = true;
        var graph = Chain(
            async (index, cancellation) =>
            {
                if (interrupt && index == 2)
                {
                    await _cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, cancellation);
                }
            }
        );

        var cancelled = await _engine.RunAsync(graph, change: One, cancellation: _cancel.Token);

        Assert.Equal(RunOutcome.Cancelled, cancelled.Outcome);
        Assert.Empty(cancelled.Failures);
        Assert.Equal([0, 1], _engine.Built("map"));

        interrupt = false;
        var resumed = await _engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, resumed.Outcome);
        Assert.Equal([2, 3], _engine.Built("map"));
    }

    [Fact]
    public async Task What_is_finished_when_the_cancellation_comes_is_sealed()
    {
        // The stage hears of the cancellation only when all of its work is done: hours of it must not be thrown away.
        var graph = Chain((index, _) => index == 1 ? _cancel.CancelAsync() : Task.CompletedTask);

        var cancelled = await _engine.RunAsync(graph, change: One, cancellation: _cancel.Token);

        Assert.Equal(RunOutcome.Cancelled, cancelled.Outcome);
        Assert.Equal([0, 1], _engine.Built("map"));
    }

    [Fact]
    public async Task A_stage_that_does_not_listen_is_waited_for_before_what_it_uses_is_closed()
    {
        var map = FakeMap.Doing(
            "map",
            async (_, _) =>
            {
                await _cancel.CancelAsync();
                await Task.Delay(50, CancellationToken.None);
            }
        );

        await _engine.RunAsync(Chain(map), cancellation: _cancel.Token);

        Assert.False(map.ClosedTooEarly);
        Assert.Equal(1, map.Closed);
    }

    [Fact]
    public async Task Those_who_wait_for_a_slot_end_too()
    {
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 2));
        foreach (var name in new[] { "a", "b", "c" })
        {
            graph.Map(
                name,
                new FakeMap(
                    name,
                    async (_, rows, cancellation) =>
                    {
                        await _cancel.CancelAsync();
                        await Task.Delay(Timeout.Infinite, cancellation);
                        return rows;
                    }
                )
                {
                    Holds = ResourceSlot.Device,
                },
                [new NodeOutput(FakeMap.Rows, source)]
            );
        }

        var result = await _engine.RunAsync(graph.Build(null), cancellation: _cancel.Token);

        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task Those_who_wait_for_another_process_end_too_and_have_said_whom_they_wait_for()
    {
        var map = FakeMap.Doing("map", (_, _) => throw new InvalidOperationException("reached"));
        var graph = Chain(map);
        await _engine.RunAsync(graph, new NodeSelection(graph, until: ["source"]), cancellation: TestContext.Current.CancellationToken);
        var part = _engine.Plan(graph)[0].Artifact!.Parts[0];
        var fingerprint = FingerprintDocument
            .OfNode(graph.Nodes[1], new Dictionary<string, Pipeline.Engine.Artifacts.Artifact>())
            .WithParts(new Dictionary<string, Pipeline.Engine.Artifacts.Part> { [FakeMap.Rows] = part })
            .Fingerprint;
        using var held = await _engine.Store().LockAsync("map", fingerprint, _ => { }, TestContext.Current.CancellationToken);
        var observer = new CancelOnWait(_cancel);

        var result = await _engine.RunAsync(graph, change: One, observer: observer, cancellation: _cancel.Token);

        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        Assert.Contains($"process {Environment.ProcessId}", observer.Holder, StringComparison.Ordinal);
        Assert.Equal(0, map.Parts);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_begins_computes_nothing()
    {
        await _cancel.CancelAsync();
        var map = FakeMap.Add("map", 1);

        var result = await _engine.RunAsync(Chain(map), cancellation: _cancel.Token);

        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        Assert.Equal(0, map.Opened);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _cancel.Dispose();
    }

    private static RunSettings One(RunSettings settings) => settings with { PartsInFlight = 1 };

    private static Graph Chain(Func<int, CancellationToken, Task> work) => Chain(FakeMap.Doing("map", work));

    private static Graph Chain(FakeMap map)
    {
        var graph = new GraphBuilder();
        var rows = graph.Map("map", map, [new NodeOutput(FakeMap.Rows, graph.Fold("source", FakeFold.Source("source", 4)))]);
        graph.Fold("sum", FakeFold.Sum("sum"), new NodeOutput("rows", rows));
        return graph.Build(null);
    }

    private sealed class CancelOnWait(CancellationTokenSource cancel) : IRunObserver
    {
        public string Holder { get; private set; } = "";

        public void On(RunEvent happened)
        {
            if (happened is LockWaiting waiting)
            {
                Holder = waiting.Holder;
                cancel.Cancel();
            }
        }
    }
}
