using System.Threading.Tasks.Dataflow;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class NodeRunTests
{
    private static readonly StageNode _fold = new("source", FakeFold.Source("source", 1), [], []);
    private static readonly StageNode _map = new("map", FakeMap.Add("map", 1), [new NodeOutput(FakeMap.Rows, _fold)], []);

    private readonly NodeRun _source = new(_fold, NodeMode.Run);

    [Fact]
    public async Task A_folds_parts_flow_when_it_completes()
    {
        var reader = new NodeRun(_map, NodeMode.Run, [_source], 4);
        Assert.Null(reader.PartsInAll());
        Assert.Equal((0, false), (reader.Units.Coming, reader.Units.IsClosing));

        _source.Complete(Table(3));

        Assert.Equal(3, reader.PartsInAll());
        Assert.Equal(3, reader.Units.Coming);
        Assert.Equal([0, 1, 2], await ReadAsync(reader));
        Assert.Equal(3, (await _source.Artifact).Parts.Count);
    }

    [Fact]
    public async Task A_map_nodes_parts_flow_one_by_one_and_are_counted_before_they_arrive()
    {
        var map = new NodeRun(_map, NodeMode.Run, [_source], 4);
        var reader = new NodeRun(
            new StageNode("reader", FakeMap.Add("reader", 1), [new NodeOutput(FakeMap.Rows, _map)], []),
            NodeMode.Run,
            [map],
            4
        );

        map.Publish(PartOf(0));
        Assert.Equal(1, reader.Units.Coming);
        Assert.Equal(0, (await reader.Aligned!.ReceiveAsync(TestContext.Current.CancellationToken))[FakeMap.Rows].Index);
        map.Publish(PartOf(1));
        Assert.Null(reader.PartsInAll());
        map.Complete(Table(2));

        Assert.Equal([1], await ReadAsync(reader));
        Assert.Equal(2, reader.PartsInAll());
    }

    [Fact]
    public async Task A_failure_ends_the_edges_after_what_was_sealed_and_is_told_by_the_artifact()
    {
        var reader = new NodeRun(_map, NodeMode.Run, [_source], 4);
        _source.Publish(PartOf(0));

        _source.Fail(new InvalidOperationException("no"));

        Assert.Equal([0], await ReadAsync(reader));
        var missing = await Assert.ThrowsAsync<ParentMissingException>(() => _source.Artifact);
        Assert.Equal(("source", "source did not complete", "no"), (missing.Node, missing.Message, missing.InnerException!.Message));
        Assert.Null(reader.PartsInAll());
        Assert.False(reader.Units.IsClosing);
    }

    [Fact]
    public void Only_a_node_linked_to_others_has_edges()
    {
        Assert.Null(_source.Aligned);
        Assert.Equal((1, 1), (_source.PartsInAll(), _source.Units.Coming));

        var single = new NodeRun(_map, NodeMode.Run) { PartsInAll = () => 5 };

        Assert.Null(single.Aligned);
        Assert.Equal((5, 0), (single.PartsInAll(), single.Units.Coming));
    }

    [Fact]
    public void Of_several_tables_the_one_that_is_behind_says_how_many_units_there_are()
    {
        var other = new NodeRun(new StageNode("other", FakeFold.Source("other", 1), [], []), NodeMode.Run);
        var node = new StageNode("two", FakeMap.Add("two", 1), [new NodeOutput("a", _fold), new NodeOutput("b", other.Node)], []);
        var run = new NodeRun(node, NodeMode.Run, [_source, other], 9);

        _source.Complete(Table(3));
        other.Publish(PartOf(0));

        Assert.Equal((1, false), (run.Units.Coming, run.Units.IsClosing));
        other.Complete(Table(3));
        Assert.Equal(3, run.Units.Coming);
    }

    private static Artifact Table(int parts) => SealedArtifacts.OfTable([.. Enumerable.Range(0, parts).Select(PartOf)]);

    private static Part PartOf(int index) => new(index, "", "", 1);

    private static async Task<List<int>> ReadAsync(NodeRun run)
    {
        var all = new List<int>();
        while (await run.Aligned!.OutputAvailableAsync(TestContext.Current.CancellationToken))
        {
            all.Add((await run.Aligned!.ReceiveAsync(TestContext.Current.CancellationToken))[FakeMap.Rows].Index);
        }

        return all;
    }
}
