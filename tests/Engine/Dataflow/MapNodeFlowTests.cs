using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class MapNodeFlowTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    [Fact]
    public async Task A_node_may_stream_a_table_and_wait_for_what_is_made_of_the_whole_of_it()
    {
        // Far more parts than may be under way: were there a bound on the edge, the table would wait for room on it, the sum for the table
        // and the reader for the sum.
        const int Parts = 60;
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", Parts));
        var table = graph.Map("table", FakeMap.Add("table", 1), [new NodeOutput(FakeMap.Rows, source)]);
        var sum = graph.Fold("sum", FakeFold.Sum("sum"), new NodeOutput("rows", table));
        var reader = graph.Map("reader", FakeMap.Add("reader", 1), [new NodeOutput(FakeMap.Rows, table)], new NodeOutput("sum", sum));

        var result = await RunAsync(graph);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(Enumerable.Range(0, Parts), result.Artifacts[reader].Parts.Select(part => part.Index));
    }

    [Fact]
    public async Task Readers_of_one_table_go_at_their_own_pace_and_miss_nothing()
    {
        const int Parts = 30;
        var quickDone = new TaskCompletionSource();
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", Parts));
        var table = graph.Map("table", FakeMap.Add("table", 1), [new NodeOutput(FakeMap.Rows, source)]);
        var quick = graph.Map("quick", FakeMap.Add("quick", 1), [new NodeOutput(FakeMap.Rows, table)]);
        graph.Fold(
            "done",
            new FakeFold(
                "done",
                (_, _, _) =>
                {
                    quickDone.SetResult();
                    return Task.CompletedTask;
                }
            ),
            new NodeOutput("rows", quick)
        );

        // It takes its first part only when the other reader has had all of them.
        var slow = graph.Map(
            "slow",
            new FakeMap(
                "slow",
                async (_, rows, cancellation) =>
                {
                    await quickDone.Task.WaitAsync(cancellation);
                    return rows;
                }
            )
            {
                Holds = ResourceSlot.Remote,
            },
            [new NodeOutput(FakeMap.Rows, table)]
        );

        var result = await RunAsync(graph);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(result.Artifacts[table].Parts.Select(part => part.Digest), result.Artifacts[slow].Parts.Select(part => part.Digest));
        Assert.Equal(Parts, result.Artifacts[quick].Parts.Count);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    public async Task Tables_of_unequal_length_are_told_with_their_lengths(int left, int right)
    {
        var graph = new GraphBuilder();
        graph.Map(
            "both",
            FakeMap.Add("both", 1),
            [
                new NodeOutput(FakeMap.Rows, graph.Fold("left", FakeFold.Source("left", left))),
                new NodeOutput("other", graph.Fold("right", FakeFold.Source("right", right))),
            ]
        );

        var result = await RunAsync(graph);

        Assert.Equal(
            $"both: the tables it streams are not aligned: rows has {left} parts, other has {right} parts; 3 were sealed of both",
            Assert.Single(result.Failures).Message
        );
    }

    [Fact]
    public async Task An_empty_table_gives_an_empty_table_and_opens_nothing()
    {
        var map = FakeMap.Add("map", 1);
        var graph = new GraphBuilder();
        var node = graph.Map("map", map, [new NodeOutput(FakeMap.Rows, graph.Fold("source", FakeFold.Source("source", 0)))]);

        var result = await RunAsync(graph);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Empty(result.Artifacts[node].Parts);
        Assert.Equal(0, map.Opened);
    }

    public void Dispose() => _engine.Dispose();

    private Task<RunResult> RunAsync(GraphBuilder graph) =>
        _engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { CpuSlots = 2, PartsInFlight = 2 },
            cancellation: TestContext.Current.CancellationToken
        );
}
