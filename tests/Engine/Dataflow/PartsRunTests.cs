using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;
using Serilog.Core;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class PartsRunTests : IDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly CancellationToken _never = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chosen_parts_are_made_and_others_are_not_and_a_later_run_finds_them()
    {
        var (graph, map) = Chain(FakeMap.Add("map", 1));
        await _engine.RunAsync(graph, new NodeSelection(graph, until: ["source"]), cancellation: _never);
        var asked = -1;

        var result = await RunAsync(
            graph,
            map,
            count =>
            {
                asked = count;
                return [1, 3];
            }
        );

        Assert.Equal(5, asked);
        Assert.Equal((RunOutcome.Completed, 2, 0), (result.Outcome, result.Built, result.Hits));
        var again = await RunAsync(graph, map, _ => [3, 4]);
        Assert.Equal((1, 1), (again.Built, again.Hits));
        await _engine.RunAsync(graph, cancellation: _never);
        Assert.Equal([0, 2], _engine.Built("map"));
    }

    [Fact]
    public async Task A_fold_is_one_part()
    {
        var (graph, _) = Chain(FakeMap.Add("map", 1));
        await _engine.RunAsync(graph, new NodeSelection(graph, until: ["map"]), cancellation: _never);

        var result = await RunAsync(graph, graph.Nodes[2], count => [.. Enumerable.Range(0, count)]);

        Assert.Equal((RunOutcome.Completed, 1), (result.Outcome, result.Built));
    }

    [Fact]
    public async Task An_input_that_is_not_there_is_named_with_what_to_do()
    {
        var (graph, map) = Chain(FakeMap.Add("map", 1));

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(graph, map, _ => [0]));

        Assert.Equal("map needs source, which is not in the cache; run it first, such as with --until source.", error.Message);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    public async Task A_part_that_fails_ends_the_rest_or_with_keep_going_only_itself(bool keepGoing, int sealedParts)
    {
        var (graph, map) = Chain(
            FakeMap.Doing("map", (index, _) => index == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask)
        );
        await _engine.RunAsync(graph, new NodeSelection(graph, until: ["source"]), cancellation: _never);

        var result = await RunAsync(
            graph,
            map,
            count => [.. Enumerable.Range(0, count)],
            settings => settings with { KeepGoing = keepGoing, PartsInFlight = 1 }
        );

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal("map, part 1: no", Assert.Single(result.Failures).Message);
        Assert.Equal(sealedParts, result.Built);
    }

    [Fact]
    public async Task A_cancellation_keeps_what_is_sealed()
    {
        using var cancel = new CancellationTokenSource();
        var (graph, map) = Chain(FakeMap.Doing("map", (index, _) => index == 1 ? cancel.CancelAsync() : Task.CompletedTask));
        await _engine.RunAsync(graph, new NodeSelection(graph, until: ["source"]), cancellation: _never);

        var result = await RunAsync(
            graph,
            map,
            count => [.. Enumerable.Range(0, count)],
            settings => settings with { PartsInFlight = 1 },
            cancel.Token
        );

        Assert.Equal((RunOutcome.Cancelled, 2), (result.Outcome, result.Built));
        Assert.Empty(result.Failures);
    }

    public void Dispose() => _engine.Dispose();

    private static (Graph Graph, StageNode Map) Chain(FakeMap map)
    {
        var graph = new GraphBuilder();
        var node = graph.Map("map", map, [new NodeOutput(FakeMap.Rows, graph.Fold("source", FakeFold.Source("source", 5)))]);
        graph.Fold("sum", FakeFold.Sum("sum"), new NodeOutput("rows", node));
        return (graph.Build(null), node);
    }

    private Task<RunResult> RunAsync(
        Graph graph,
        StageNode node,
        Func<int, IReadOnlyList<int>> choose,
        Func<RunSettings, RunSettings>? change = null,
        CancellationToken? cancellation = null
    )
    {
        var settings = new RunSettings("run", _engine.Cache, _engine.Folder.PathOf("runs")) { CpuSlots = 2 };
        var run = new PartsRun(
            _engine.Plan(graph),
            change is null ? settings : change(settings),
            _engine.Store(),
            new FileDigests(_engine.Cache, verify: false),
            new Silence(),
            Logger.None
        );
        return run.RunAsync(node, choose, cancellation ?? _never);
    }

    private sealed class Silence : IRunObserver
    {
        public void On(RunEvent happened) { }
    }
}
