using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

public sealed class PlannedInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StageNode _one = new("one", FakeFold.Source("one", 2), [], []);
    private readonly StageNode _other = new("other", FakeFold.Source("other", 2), [], []);

    [Fact]
    public void Whole_inputs_are_the_planned_artifacts_and_the_users_files_as_they_are()
    {
        var file = _folder.Write("model/config.json", "{}");
        _folder.Write("model/README.md", "a card");
        var node = new StageNode(
            "sum",
            FakeFold.Sum("sum"),
            [],
            [new NodeOutput("rows", _one), new ExternalInput("model", _folder.PathOf("model"), ["*.json"])]
        );

        var inputs = PlannedInputs.Whole(
            node,
            Plans(),
            new FileDigests(_folder.PathOf("cache"), verify: false),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["model", "rows"], inputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("one", inputs["rows"].Digest);
        Assert.Equal([file], inputs["model"].Files.Select(found => found.Path));
        Assert.Equal(Digest.OfText("{}"), inputs["model"].Files[0].Digest);
    }

    [Fact]
    public void A_users_file_that_is_not_there_is_an_error_of_input()
    {
        var node = new StageNode("sum", FakeFold.Sum("sum"), [], [new ExternalInput("file", _folder.PathOf("none"), [])]);

        Assert.Throws<InputException>(() =>
            PlannedInputs.Whole(node, Plans(), new FileDigests(_folder.Root, verify: false), TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Aligned_parts_are_those_of_one_place_in_every_streamed_table(int index)
    {
        var node = new StageNode("map", FakeMap.Add("map", 1), [new NodeOutput("a", _one), new NodeOutput("b", _other)], []);

        var parts = PlannedInputs.Aligned(node, Plans(), index);

        Assert.Equal([$"one {index}", $"other {index}"], new[] { parts["a"].Digest, parts["b"].Digest });
        Assert.Equal(2, parts.Count);
    }

    public void Dispose() => _folder.Dispose();

    private static Artifact Table(string name) =>
        new(name, name, [.. Enumerable.Range(0, 2).Select(index => new Part(index, $"/{name}/{index}", $"{name} {index}", 1))], [], null);

    private Dictionary<StageNode, NodePlan> Plans() =>
        new[] { _one, _other }.ToDictionary(node => node, node => new NodePlan(node, NodeState.Hit, [], 2, 2, Table(node.Id)));
}
