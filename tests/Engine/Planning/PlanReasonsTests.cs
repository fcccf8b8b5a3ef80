using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

/// <summary>Why a node would be computed, in the words that a dry run shows.</summary>
public sealed class PlanReasonsTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    [Fact]
    public async Task A_fold_that_somebody_deleted_says_so()
    {
        await RunAsync(Chain());
        Delete(_engine.Plan(Chain())[0].Artifact!.Folder!);

        var plan = _engine.Plan(Chain())[0];

        Assert.Equal((NodeState.Stale, 0, 1), (plan.State, plan.PartsHit, plan.PartsTotal));
        Assert.Equal(["deleted or damaged in the cache"], plan.Reasons);
    }

    [Fact]
    public async Task Parts_that_are_lost_and_parts_that_are_new_are_both_counted()
    {
        await RunAsync(Chain());
        var parts = _engine.Plan(Chain())[1].Artifact!.Parts;
        Delete(Path.GetDirectoryName(parts[0].Path)!);
        Delete(Path.GetDirectoryName(parts[1].Path)!);
        var changed = Chain(last: 99);
        await _engine.RunAsync(changed, new NodeSelection(changed, until: ["source"]), cancellation: TestContext.Current.CancellationToken);

        var plan = _engine.Plan(changed)[1];

        Assert.Equal([0, 1, 3], plan.MissingParts);
        Assert.Equal([2], plan.SealedParts.Select(part => part.Index));
        Assert.Equal(["2 of 4 parts were deleted or damaged in the cache", "1 of 4 streamed parts are new or changed"], plan.Reasons);
    }

    [Fact]
    public async Task Where_a_setting_changed_parts_are_not_counted_besides()
    {
        await RunAsync(Chain());

        Assert.Equal(["options.number: 1 → 2"], _engine.Plan(Chain(number: 2))[1].Reasons);
    }

    [Fact]
    public async Task Parts_without_a_record_of_their_node_are_what_a_run_left_that_never_came_to_its_end()
    {
        await RunAsync(Chain());
        var parts = _engine.Plan(Chain())[1].Artifact!.Parts;
        File.Delete(_engine.Folder.PathOf("runs", "run", RunRecordFile.FileName));
        Delete(_engine.Folder.PathOf("cache", ".runs"));
        Delete(Path.GetDirectoryName(parts[3].Path)!);

        var begun = _engine.Plan(Chain())[1];
        foreach (var part in parts.Take(3))
        {
            Delete(Path.GetDirectoryName(part.Path)!);
        }

        var nothing = _engine.Plan(Chain())[1];

        Assert.Equal((NodeState.Partial, 3, 4), (begun.State, begun.PartsHit, begun.PartsTotal));
        Assert.Equal(["never run to its end", "1 of 4 parts are missing"], begun.Reasons);
        Assert.Equal((NodeState.Stale, 0, 4), (nothing.State, nothing.PartsHit, nothing.PartsTotal));
        Assert.Equal(["never run"], nothing.Reasons);
    }

    [Fact]
    public async Task What_is_forced_says_only_that()
    {
        await RunAsync(Chain());
        var graph = Chain();

        var plans = _engine.Plan(graph, new NodeSelection(graph, force: ["source", "map"]));

        Assert.Equal((NodeState.Stale, 0, 1), (plans[0].State, plans[0].PartsHit, plans[0].PartsTotal));
        Assert.Equal(["forced"], plans[0].Reasons);
        Assert.Equal(["waits for source"], plans[1].Reasons);

        var alone = _engine.Plan(graph, new NodeSelection(graph, force: ["map"]))[1];
        Assert.Equal((NodeState.Stale, 0, 4), (alone.State, alone.PartsHit, alone.PartsTotal));
        Assert.Equal([0, 1, 2, 3], alone.MissingParts);
        Assert.Equal(["forced"], alone.Reasons);
    }

    [Theory]
    [InlineData(1, "waits for s0")]
    [InlineData(4, "waits for s0, s1, s2, s3")]
    [InlineData(5, "waits for s0, s1, s2 and 2 more")]
    [InlineData(7, "waits for s0, s1, s2 and 4 more")]
    public void Of_many_that_are_waited_for_three_are_named(int parents, string expected)
    {
        var graph = new GraphBuilder();
        var inputs = Enumerable
            .Range(0, parents)
            .Select(i => (NodeInput)new NodeOutput($"i{i}", graph.Fold($"s{i}", FakeFold.Source($"s{i}", 1))))
            .ToArray();
        graph.Fold("sum", FakeFold.Sum("sum"), inputs);

        Assert.Equal([expected], _engine.Plan(graph.Build(null))[^1].Reasons);
    }

    [Fact]
    public void What_is_not_asked_for_is_skipped_without_a_reason()
    {
        var graph = Chain();

        var plan = _engine.Plan(graph, new NodeSelection(graph, until: ["source"]))[1];

        Assert.Equal((NodeState.Skipped, 0, 0), (plan.State, plan.PartsHit, plan.PartsTotal));
        Assert.Empty(plan.Reasons);
    }

    public void Dispose() => _engine.Dispose();

    private static void Delete(string folder) => Directory.Delete(folder, recursive: true);

    /// <summary>A table of four parts, and a stage that adds to it.</summary>
    private static Graph Chain(int number = 1, int last = 7)
    {
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", [0, 1], [2, 3], [4, 5], [6, last]));
        graph.Map("map", FakeMap.Add("map", number), [new NodeOutput(FakeMap.Rows, source)]);
        return graph.Build(null);
    }

    private Task<RunResult> RunAsync(Graph graph) => _engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);
}
