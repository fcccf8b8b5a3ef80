using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>What made a thing stays known when a later run takes it from the cache.</summary>
public sealed class WorkOfRunsTests : IDisposable
{
    private readonly EngineFixture _fixture = new();

    [Fact]
    public async Task A_run_of_hits_tells_what_the_first_one_took()
    {
        var before = DateTimeOffset.UtcNow;
        var first = await _fixture.RunAsync(Graph(), cancellation: TestContext.Current.CancellationToken);
        var again = await _fixture.RunAsync(Graph(), cancellation: TestContext.Current.CancellationToken);
        var elsewhere = await _fixture.RunAsync(
            Graph(),
            change: settings => settings with { RunName = "other" },
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal((2, 0, 2), (first.Built, again.Built, again.Hits));
        Assert.All(Works(first), work => Assert.InRange(work.Made, before, DateTimeOffset.UtcNow));
        Assert.All(Works(first), work => Assert.True(work.Seconds > 0));
        Assert.Equal(2, Works(first).Count);
        Assert.Equal(Works(first), Works(again));
        Assert.Equal(Works(first), Works(elsewhere));
    }

    [Fact]
    public async Task Without_a_record_nothing_is_told()
    {
        await _fixture.RunAsync(Graph(), cancellation: TestContext.Current.CancellationToken);
        Directory.Delete(_fixture.Folder.PathOf("runs"), recursive: true);

        Assert.Empty(Works(await _fixture.RunAsync(Graph(), cancellation: TestContext.Current.CancellationToken)));
    }

    public void Dispose() => _fixture.Dispose();

    private static List<UnitWork> Works(RunResult result) =>
        result.Work.Values.SelectMany(works => works).OrderBy(work => work.Fingerprint, StringComparer.Ordinal).ToList();

    private static Graph Graph()
    {
        var graph = new GraphBuilder();
        var made = graph.Fold("one", Writing("1"));
        graph.Fold("two", Writing("2"), new NodeOutput("one", made, OutputScope.Everything));
        return graph.Build(null);
    }

    private static FakeFold Writing(string text) =>
        new("write", (_, output, cancellation) => File.WriteAllTextAsync(output.PathOf("text.txt"), text, cancellation))
        {
            Settings = new FakeOptions { Number = text[0] },
        };
}
