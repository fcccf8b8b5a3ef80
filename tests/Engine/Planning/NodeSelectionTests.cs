using Pipeline.Engine;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

public sealed class NodeSelectionTests
{
    private static readonly string[] _variants = ["a", "b"];

    /// <summary>ingest → generate/a → judge/a → report, and the same for b.</summary>
    private static Graph Chain()
    {
        var graph = new GraphBuilder();
        var source = graph.Fold("ingest", FakeFold.Source("ingest", 2));
        var judged = _variants
            .Select(name =>
            {
                var answers = graph.Map($"generate/{name}", FakeMap.Add("generate", name[0]), [new NodeOutput(FakeMap.Rows, source)]);
                return (NodeInput)
                    new NodeOutput(name, graph.Map($"judge/{name}", FakeMap.Add("judge", 1), [new NodeOutput(FakeMap.Rows, answers)]));
            })
            .ToArray();
        return graph.Build(graph.Fold("report", FakeFold.Sum("report"), judged));
    }

    [Theory]
    [InlineData("", "run run run run run run")]
    [InlineData("until=generate", "run run run skip skip skip")]
    [InlineData("until=judge/a", "run run skip run skip skip")]
    [InlineData("from=judge", "cached cached cached run run run")]
    [InlineData("from=generate/a", "cached run cached run cached run")]
    [InlineData("only=generate/b", "cached skip run skip skip skip")]
    [InlineData("only=report", "cached cached cached cached cached run")]
    [InlineData("from=generate until=judge/a", "cached run skip run skip skip")]
    [InlineData("force=generate", "run force force run run run")]
    [InlineData("force=generate/a only=generate", "cached force run skip skip skip")]
    public void What_a_run_covers(string options, string expected)
    {
        var graph = Chain();
        var given = options
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(option => option.Split('='))
            .ToDictionary(pair => pair[0], pair => new[] { pair[1] });

        var selection = new NodeSelection(
            graph,
            given.GetValueOrDefault("force"),
            given.GetValueOrDefault("from"),
            given.GetValueOrDefault("until"),
            given.GetValueOrDefault("only")
        );

        string[] order = ["ingest", "generate/a", "generate/b", "judge/a", "judge/b", "report"];
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                order.Select(id =>
                    selection.ModeOf(graph.Nodes.Single(node => node.Id == id)) switch
                    {
                        NodeMode.CachedOnly => "cached",
                        var mode => mode.ToString().ToLowerInvariant(),
                    }
                )
            )
        );
    }

    [Fact]
    public void A_name_that_fits_nothing_is_an_error_that_says_what_there_is()
    {
        var near = Assert.Throws<InputException>(() => new NodeSelection(Chain(), only: ["generat"]));
        Assert.Contains("--only 'generat'", near.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'generate'?", near.Message, StringComparison.Ordinal);

        var far = Assert.Throws<InputException>(() => new NodeSelection(Chain(), only: ["xyz"]));
        Assert.Contains("--only 'xyz'", far.Message, StringComparison.Ordinal);
        Assert.Contains("ingest, generate, judge, report", far.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_must_be_cached_and_is_not_ends_the_run_before_anything_is_computed()
    {
        using var engine = new EngineFixture();
        var graph = Chain();

        var result = await engine.RunAsync(
            graph,
            new NodeSelection(graph, only: ["report"]),
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal(RunOutcome.BadInput, result.Outcome);
        Assert.Equal(0, result.Built);
        Assert.Contains("ingest: it is not in the cache", Assert.Single(result.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_takes_the_rest_from_the_cache()
    {
        using var engine = new EngineFixture();
        var graph = Chain();
        await engine.RunAsync(graph, new NodeSelection(graph, until: ["judge"]), cancellation: TestContext.Current.CancellationToken);

        var result = await engine.RunAsync(
            graph,
            new NodeSelection(graph, only: ["report"]),
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(["report"], engine.BuiltNodes());
    }

    [Fact]
    public async Task What_is_forced_is_computed_again_and_what_follows_only_if_its_bytes_changed()
    {
        using var engine = new EngineFixture();
        var drift = 0;
        var graph = new GraphBuilder();
        var map = new FakeMap(
            "map",
            (_, rows, _) => ValueTask.FromResult<IReadOnlyList<FakeRow>>([new FakeRow { Value = rows[0].Value + drift }])
        );
        var node = graph.Map("map", map, [new NodeOutput(FakeMap.Rows, graph.Fold("source", FakeFold.Source("source", 3)))]);
        graph.Fold("sum", FakeFold.Sum("sum"), new NodeOutput("rows", node));
        var built = graph.Build(null);
        await engine.RunAsync(built, cancellation: TestContext.Current.CancellationToken);

        await engine.RunAsync(built, new NodeSelection(built, force: ["map"]), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["map"], engine.BuiltNodes());
        Assert.Equal([0, 1, 2], engine.Built("map"));

        drift = 1;
        await engine.RunAsync(built, new NodeSelection(built, force: ["map"]), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["map", "sum"], engine.BuiltNodes());
    }
}
