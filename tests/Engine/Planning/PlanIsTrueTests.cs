using CsCheck;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

/// <summary>Whatever was changed or deleted: a run does what the plan said, and ends with what a run from nothing ends with.</summary>
public sealed class PlanIsTrueTests
{
    private const int Parts = 3;
    private static readonly string[] _names = ["a", "b", "c", "d", "e"];

    private static readonly Gen<(int[] Before, int[] After, int[] Deleted)> _changes = Gen.Select(
        Gen.Int[0, 2].Array[_names.Length + 1],
        Gen.Int[0, 2].Array[_names.Length + 1],
        Gen.Int[0, 11].Array[0, 4]
    );

    [Fact]
    public async Task A_run_does_what_the_plan_said_and_ends_as_a_run_from_nothing_does() =>
        await _changes.SampleAsync(
            async change =>
            {
                using var engine = new EngineFixture();
                await engine.RunAsync(GraphOf(change.Before));
                Delete(engine.Cache, change.Deleted);
                var graph = GraphOf(change.After);

                var plans = engine.Plan(graph);
                var result = await engine.RunAsync(graph);

                Assert.Equal(RunOutcome.Completed, result.Outcome);
                foreach (var plan in plans)
                {
                    var built = engine.Built(plan.Node.Id).Count;
                    var total = plan.Node.Streams.Count > 0 ? Parts : 1;
                    Assert.Equal(
                        plan.State == NodeState.Pending,
                        plan.Reasons.Any(reason => reason.StartsWith("waits for", StringComparison.Ordinal))
                    );
                    Assert.Equal(plan.State == NodeState.Hit, plan.Reasons.Count == 0);
                    if (plan.State != NodeState.Pending)
                    {
                        Assert.Equal(total - plan.PartsHit, built);
                    }
                }

                using var fresh = new EngineFixture();
                var expected = await fresh.RunAsync(GraphOf(change.After));
                Assert.Equal(DigestsOf(expected), DigestsOf(result));
                Assert.All(engine.Plan(graph), plan => Assert.Equal(NodeState.Hit, plan.State));
            },
            iter: 20,
            threads: 1
        );

    private static List<(string Node, string Digest)> DigestsOf(RunResult result) =>
        result.Artifacts.Select(entry => (entry.Key.Id, entry.Value.Digest)).Order().ToList();

    /// <summary>source → a → b, source → c, d sums b and c, e sums d; every one with a number of its own.</summary>
    private static Graph GraphOf(int[] numbers)
    {
        var graph = new GraphBuilder();
        var source = graph.Fold(
            "source",
            FakeFold.Source("source", [.. Enumerable.Range(0, Parts).Select(part => new[] { part, part == 1 ? numbers[^1] : 9 })])
        );
        var a = graph.Map("a", FakeMap.Add("a", numbers[0]), [new NodeOutput(FakeMap.Rows, source)]);
        var b = graph.Map("b", FakeMap.Add("b", numbers[1]), [new NodeOutput(FakeMap.Rows, a)]);
        var c = graph.Map("c", FakeMap.Add("c", numbers[2]), [new NodeOutput(FakeMap.Rows, source)]);
        var d = graph.Fold("d", FakeFold.Sum("d", numbers[3]), new NodeOutput("b", b), new NodeOutput("c", c));
        graph.Fold("e", FakeFold.Sum("e", numbers[4]), new NodeOutput("d", d, OutputScope.Everything));
        return graph.Build(null);
    }

    private static void Delete(string cache, int[] which)
    {
        var folders = Directory
            .EnumerateDirectories(cache)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .SelectMany(Directory.EnumerateDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var folder in which.Distinct().Where(index => index < folders.Count).Select(index => folders[index]))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
