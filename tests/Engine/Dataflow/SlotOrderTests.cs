using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class SlotOrderTests
{
    [Theory]
    [InlineData(ResourceSlot.Device)]
    [InlineData(ResourceSlot.Cpu)]
    public async Task However_many_nodes_wait_for_a_slot_few_are_open_at_a_time(ResourceSlot slot)
    {
        const int Nodes = 12;
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var rows = graph.Fold("source", FakeFold.Source("source", 6));
        for (var i = 0; i < Nodes; i++)
        {
            graph.Map(
                $"map/{i}",
                new FakeMap($"map{i}", (_, parts, _) => ValueTask.FromResult(parts)) { Holds = slot },
                [new NodeOutput(FakeMap.Rows, rows)]
            );
        }

        await engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { CpuSlots = 1 },
            cancellation: TestContext.Current.CancellationToken
        );

        var open = new HashSet<string>();
        var most = 0;
        foreach (var happened in engine.Events)
        {
            switch (happened)
            {
                case PartStarted { Node: not "source" } part:
                    open.Add(part.Node);
                    break;
                case NodeCompleted node:
                    open.Remove(node.Node);
                    break;
            }

            most = Math.Max(most, open.Count);
        }

        // One that holds the slot, and while its next part is on the way, those that were let in meanwhile.
        Assert.InRange(most, 1, 4);
    }
}
