using Pipeline.Engine;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Equal_nodes_are_one_and_so_are_all_that_follow_from_them()
    {
        var graph = new GraphBuilder();
        var one = graph.Map(
            "map/first",
            FakeMap.Add("map", 1),
            [new NodeOutput(FakeMap.Rows, graph.Fold("source/first", FakeFold.Source("source", 2)))]
        );
        var other = graph.Map(
            "map/second",
            FakeMap.Add("map", 1),
            [new NodeOutput(FakeMap.Rows, graph.Fold("source/second", FakeFold.Source("source", 2)))]
        );

        Assert.Same(one, other);
        Assert.Equal(["source/first", "map/first"], graph.Build(null).Nodes.Select(node => node.Id));
    }

    [Fact]
    public void What_differs_in_option_version_stage_wire_name_or_scope_is_another_node()
    {
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 2));
        var more = graph.Fold("more", FakeFold.Source("more", 2));

        graph.Fold("a", FakeFold.Sum("sum"), new NodeOutput("rows", source));
        graph.Fold("option", FakeFold.Sum("sum", 1), new NodeOutput("rows", source));
        graph.Fold("version", new FakeFold("sum", (_, _, _) => Task.CompletedTask) { DeclaredVersion = 2 }, new NodeOutput("rows", source));
        graph.Fold("stage", FakeFold.Sum("total"), new NodeOutput("rows", source));
        graph.Fold("wire", FakeFold.Sum("sum"), new NodeOutput("rows", more));
        graph.Fold("name", FakeFold.Sum("sum"), new NodeOutput("lines", source));
        graph.Fold("scope", FakeFold.Sum("sum"), new NodeOutput("rows", source, OutputScope.Everything));
        graph.Fold("file", FakeFold.Sum("sum"), new ExternalInput("rows", "/data/rows", []));
        graph.Fold("pattern", FakeFold.Sum("sum"), new ExternalInput("rows", "/data/rows", ["*.json"]));

        Assert.Equal(11, graph.Build(null).Nodes.Count);
    }

    [Fact]
    public void Two_different_nodes_cannot_have_one_name()
    {
        var graph = new GraphBuilder();
        graph.Fold("sum/x", FakeFold.Sum("sum"));

        var error = Assert.Throws<InputException>(() => graph.Fold("sum/x", FakeFold.Sum("sum", 1)));

        Assert.Contains("'sum/x'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_stage_streams_and_a_fold_stage_does_not()
    {
        var source = new StageNode("source", FakeFold.Source("source", 1), [], []);

        Assert.Throws<ArgumentException>(() => new StageNode("map", FakeMap.Add("map", 1), [], []));
        Assert.Throws<ArgumentException>(() => new StageNode("fold", FakeFold.Sum("sum"), [new NodeOutput("rows", source)], []));
    }

    [Fact]
    public async Task Nodes_with_equal_contents_share_their_parts_though_nobody_could_know_before_the_run()
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var first = FakeMap.Add("map", 1);
        var second = FakeMap.Add("map", 1);
        graph.Map("map/first", first, [new NodeOutput(FakeMap.Rows, graph.Fold("one", FakeFold.Source("one", 3)))]);
        graph.Map("map/second", second, [new NodeOutput(FakeMap.Rows, graph.Fold("other", FakeFold.Source("other", 3)))]);

        var result = await engine.RunAsync(graph.Build(null), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(3, first.Parts + second.Parts);
        Assert.Equal(3, result.Hits);
    }
}
