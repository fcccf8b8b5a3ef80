using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>What a stage has opened, such as a model, stays in memory until its node's last part; so nodes take turns, not their
/// parts.</summary>
public sealed class SlotOrderTests
{
    private readonly Lock _lock = new();
    private int _open;
    private int _mostOpen;

    [Theory]
    [InlineData(ResourceSlot.Device)]
    [InlineData(ResourceSlot.Cpu)]
    public async Task However_many_nodes_wait_for_the_slot_one_is_open_at_a_time(ResourceSlot slot)
    {
        using var engine = new EngineFixture();
        var graph = Siblings(slot, nodes: 12, parts: 6);

        var result = await engine.RunAsync(graph, change: OneSlot, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(1, _mostOpen);
    }

    [Fact]
    public async Task Nor_do_parts_that_are_in_the_cache_already_let_another_node_in()
    {
        using var engine = new EngineFixture();
        var graph = Siblings(ResourceSlot.Device, nodes: 6, parts: 6);
        await engine.RunAsync(graph, change: OneSlot, cancellation: TestContext.Current.CancellationToken);
        foreach (var node in graph.Nodes.Where(node => node.Stage is FakeMap))
        {
            // Every other part of every node is lost, so that hits and misses take turns.
            var parts = Directory.EnumerateDirectories(Path.Combine(engine.Cache, node.Stage.Name)).Order(StringComparer.Ordinal);
            foreach (var part in parts.Where((_, index) => index % 2 == 0))
            {
                Directory.Delete(part, recursive: true);
            }
        }

        var result = await engine.RunAsync(graph, change: OneSlot, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(1, _mostOpen);
        Assert.Equal(6 * 3, engine.Events.OfType<PartSealed>().Count(part => !part.Hit));
    }

    [Fact]
    public async Task A_node_whose_next_part_does_not_exist_yet_gives_its_slot_on()
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 3));
        var firstDone = new TaskCompletionSource();
        var otherRan = new TaskCompletionSource();

        // The second part of the streaming node exists only once the other node has had the slot.
        var slow = graph.Map(
            "slow",
            new FakeMap(
                "slow",
                async (index, rows, cancellation) =>
                {
                    await (index == 0 ? Task.CompletedTask : otherRan.Task.WaitAsync(cancellation));
                    return rows;
                }
            )
            {
                Holds = ResourceSlot.Remote,
            },
            [new NodeOutput(FakeMap.Rows, source)]
        );
        graph.Map("streaming", Waking("streaming", firstDone), [new NodeOutput(FakeMap.Rows, slow)]);
        var late = graph.Fold(
            "late",
            new FakeFold("late", (_, output, cancellation) => firstDone.Task.WaitAsync(cancellation)) { Holds = ResourceSlot.Remote }
        );
        graph.Map("other", Waking("other", otherRan), [new NodeOutput(FakeMap.Rows, source)], new NodeOutput("late", late));

        var result = await engine.RunAsync(graph.Build(null), change: OneSlot, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
    }

    private static RunSettings OneSlot(RunSettings settings) => settings with { CpuSlots = 1 };

    private static FakeMap Waking(string name, TaskCompletionSource wake) =>
        new(
            name,
            (_, rows, _) =>
            {
                wake.TrySetResult();
                return ValueTask.FromResult(rows);
            }
        )
        {
            Holds = ResourceSlot.Device,
        };

    private Graph Siblings(ResourceSlot slot, int nodes, int parts)
    {
        var graph = new GraphBuilder();
        var rows = graph.Fold("source", FakeFold.Source("source", parts));
        for (var i = 0; i < nodes; i++)
        {
            var map = new FakeMap($"map{i}", (_, part, _) => ValueTask.FromResult(part))
            {
                Holds = slot,
                Open = _ =>
                {
                    Count(1);
                    return ValueTask.CompletedTask;
                },
                Close = () => Count(-1),
            };
            graph.Map($"map/{i}", map, [new NodeOutput(FakeMap.Rows, rows)]);
        }

        return graph.Build(null);
    }

    private void Count(int change)
    {
        lock (_lock)
        {
            _open += change;
            _mostOpen = Math.Max(_mostOpen, _open);
        }
    }
}
