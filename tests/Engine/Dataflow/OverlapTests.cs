using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class OverlapTests
{
    [Fact]
    public async Task Attribution_of_the_first_part_runs_before_generation_of_the_last_part_has_ended()
    {
        const int Last = 3;
        using var engine = new EngineFixture();
        var attributing = new TaskCompletionSource();
        var graph = new GraphBuilder();
        var prompts = graph.Fold("ingest", FakeFold.Source("ingest", Last + 1));

        // The last part waits for the attribution of the first: were stages run one after the other, it would wait for ever.
        var generate = FakeMap.Doing(
            "generate",
            (index, cancellation) => index == Last ? attributing.Task.WaitAsync(cancellation) : Task.CompletedTask
        );
        var answers = graph.Map("generate/m", generate, [new NodeOutput(FakeMap.Rows, prompts)]);
        var embedded = graph.Map("embed/m", FakeMap.Add("embed", 1), [new NodeOutput(FakeMap.Rows, answers)]);
        var attribute = FakeMap.Doing(
            "attribute",
            (index, _) =>
            {
                // Parts of a node come in any order: a later one says nothing of the first.
                if (index == 0)
                {
                    attributing.TrySetResult();
                }

                return Task.CompletedTask;
            }
        );
        graph.Map("attribute/m", attribute, [new NodeOutput(FakeMap.Rows, embedded), new NodeOutput("answers", answers)]);

        var result = await engine.RunAsync(graph.Build(null), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        var events = engine.Events.ToList();
        var attributed = events.FindIndex(happened => happened is PartStarted { Node: "attribute/m", Index: 0 });
        var generated = events.FindIndex(happened => happened is PartSealed { Node: "generate/m", Index: Last });
        Assert.InRange(attributed, 0, generated - 1);
        Assert.True(events[attributed].At <= events[generated].At);
    }

    [Fact]
    public async Task A_fold_starts_when_all_parts_of_its_input_are_sealed_and_not_before()
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var rows = graph.Map(
            "map",
            FakeMap.Add("map", 1),
            [new NodeOutput(FakeMap.Rows, graph.Fold("source", FakeFold.Source("source", 5)))]
        );
        graph.Fold("sum", FakeFold.Sum("sum"), new NodeOutput("rows", rows));

        await engine.RunAsync(graph.Build(null), cancellation: TestContext.Current.CancellationToken);

        var events = engine.Events.ToList();
        Assert.True(
            events.FindIndex(happened => happened is PartStarted { Node: "sum" })
                > events.FindLastIndex(happened => happened is PartSealed { Node: "map" })
        );
    }

    [Fact]
    public async Task Parts_come_out_in_order_whatever_order_they_are_finished_in()
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var second = new TaskCompletionSource();
        var map = FakeMap.Doing(
            "map",
            async (index, cancellation) =>
            {
                if (index == 1)
                {
                    second.SetResult();
                }
                else if (index == 0)
                {
                    await second.Task.WaitAsync(cancellation);
                }
            }
        );
        var node = graph.Map("map", map, [new NodeOutput(FakeMap.Rows, graph.Fold("source", FakeFold.Source("source", 4)))]);

        var result = await engine.RunAsync(graph.Build(null), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 2, 3], result.Artifacts[node].Parts.Select(part => part.Index));
        Assert.Equal(
            result.Artifacts[graph.Build(null).Nodes[0]].Parts.Select(part => part.Digest),
            result.Artifacts[node].Parts.Select(part => part.Digest)
        );
    }

    [Theory]
    [InlineData(ResourceSlot.Device, 1)]
    [InlineData(ResourceSlot.Cpu, 3)]
    [InlineData(ResourceSlot.Remote, 2)]
    public async Task All_nodes_together_hold_no_more_slots_than_there_are(ResourceSlot slot, int slots)
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 6));
        var running = 0;
        var most = 0;
        async Task Work(int index, CancellationToken cancellation)
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(5, cancellation);
            Interlocked.Decrement(ref running);
        }

        foreach (var name in new[] { "a", "b", "c" })
        {
            var map = new FakeMap(
                name,
                async (index, rows, cancellation) =>
                {
                    await Work(index, cancellation);
                    return rows;
                }
            )
            {
                Holds = slot,
            };
            graph.Map(name, map, [new NodeOutput(FakeMap.Rows, source)]);
            graph.Fold($"fold-{name}", new FakeFold($"fold-{name}", (_, _, cancellation) => Work(0, cancellation)) { Holds = slot });
        }

        await engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { CpuSlots = 3, RemoteSlots = 2 },
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.InRange(most, 1, slots);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; seen < value; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
