using Pipeline.Engine;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>Every kind of fault ends the run, names node and part, and hangs nobody; <see cref="EngineFixture"/> turns a hang into a
/// failure.</summary>
public sealed class FaultTests
{
    private const int BadPart = 2;

    /// <summary>The kinds of fault: what the faulty node is, the part that fails, and whether the input is to blame.</summary>
    public static TheoryData<string, int?, RunOutcome> Faults =>
        new()
        {
            { "open, at once", null, RunOutcome.Failed },
            { "open, later", null, RunOutcome.Failed },
            { "open, bad input", null, RunOutcome.BadInput },
            { "open, time-out", null, RunOutcome.Failed },
            { "transform, at once", BadPart, RunOutcome.Failed },
            { "transform, later", BadPart, RunOutcome.Failed },
            { "transform, time-out", BadPart, RunOutcome.Failed },
            { "transform, several at once", BadPart, RunOutcome.Failed },
            { "transform, rows are null", BadPart, RunOutcome.Failed },
            { "transform, rows cannot be stored", BadPart, RunOutcome.BadInput },
            { "part is no Parquet", BadPart, RunOutcome.BadInput },
            { "fold, at once", null, RunOutcome.Failed },
            { "fold, later", null, RunOutcome.Failed },
            { "fold, time-out", null, RunOutcome.Failed },
            { "fold, bad input", null, RunOutcome.BadInput },
            { "file is missing", null, RunOutcome.BadInput },
            { "streams are not aligned", null, RunOutcome.Failed },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_ends_the_run_and_names_its_node_and_part(string kind, int? part, RunOutcome outcome)
    {
        using var engine = new EngineFixture();
        var graph = GraphWith(kind, engine);

        var result = await engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(outcome, result.Outcome);
        var failure = Assert.Single(result.Failures);
        Assert.Equal("faulty/x", failure.Node);
        Assert.Equal(kind == "transform, several at once" ? failure.Part : part, failure.Part);
        Assert.StartsWith(
            failure.Part is { } index ? $"faulty/x, part {index}: " : "faulty/x: ",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(engine.Events, happened => happened is NodeFailed { Node: "faulty/x" });
        Assert.IsType<RunEnded>(engine.Events[^1]);
        Assert.DoesNotContain(result.Artifacts.Keys, node => node.Id is "faulty/x" or "after" or "end");
        Assert.Empty(Directory.EnumerateDirectories(engine.Folder.Root, ".tmp-*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task With_keep_going_other_branches_finish_and_what_needs_the_failed_node_is_skipped(
        string kind,
        int? part,
        RunOutcome outcome
    )
    {
        using var engine = new EngineFixture();
        var graph = GraphWith(kind, engine);

        var result = await engine.RunAsync(
            graph,
            change: settings => settings with { KeepGoing = true },
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(part is null, Assert.Single(result.Failures).Part is null);
        Assert.Contains(result.Artifacts.Keys, node => node.Id == "elsewhere");
        Assert.Contains(engine.Events, happened => happened is NodeSkipped { Node: "after", Because: "faulty/x" });
        Assert.Contains(engine.Events, happened => happened is NodeSkipped { Node: "end" });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_was_opened_is_closed_and_never_while_a_part_is_under_way(string kind, int? part, RunOutcome outcome)
    {
        using var engine = new EngineFixture();
        var graph = GraphWith(kind, engine);

        await engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);

        Assert.NotEqual(RunOutcome.Completed, outcome);
        Assert.True(part is null or BadPart);
        foreach (var map in graph.Nodes.Select(node => node.Stage).OfType<FakeMap>())
        {
            Assert.False(map.ClosedTooEarly);
            Assert.Equal(map.Parts > 0 ? 1 : 0, map.Closed);
        }
    }

    [Fact]
    public async Task After_a_fault_is_mended_only_what_is_missing_is_done()
    {
        using var engine = new EngineFixture();
        var broken = true;
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 5));
        var map = FakeMap.Doing(
            "map",
            (index, _) => broken && index == 4 ? throw new InvalidOperationException("broken") : Task.CompletedTask
        );
        graph.Map("map", map, [new NodeOutput(FakeMap.Rows, source)]);
        await engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { PartsInFlight = 1 },
            cancellation: TestContext.Current.CancellationToken
        );
        broken = false;

        var result = await engine.RunAsync(graph.Build(null), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal([4], engine.Built("map"));
    }

    [Fact]
    public async Task An_observer_that_throws_ends_the_run_too()
    {
        using var engine = new EngineFixture();
        var graph = GraphWith("transform, at once", engine);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() =>
            engine.RunAsync(graph, observer: new ThrowingObserver(), cancellation: TestContext.Current.CancellationToken)
        );
    }

    private static Graph GraphWith(string kind, EngineFixture engine)
    {
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 6));
        var before = graph.Map("before", FakeMap.Add("before", 1), [new NodeOutput(FakeMap.Rows, source)]);
        var faulty = kind switch
        {
            _ when kind.StartsWith("open", StringComparison.Ordinal) => graph.Map(
                "faulty/x",
                Opening(kind),
                [new NodeOutput(FakeMap.Rows, before)]
            ),
            _ when kind.StartsWith("transform", StringComparison.Ordinal) => graph.Map(
                "faulty/x",
                Transforming(kind),
                [new NodeOutput(FakeMap.Rows, before)]
            ),
            _ when kind.StartsWith("fold", StringComparison.Ordinal) => graph.Fold(
                "faulty/x",
                Folding(kind),
                new NodeOutput("rows", before)
            ),
            "file is missing" => graph.Fold(
                "faulty/x",
                FakeFold.Sum("faulty"),
                new ExternalInput("file", engine.Folder.PathOf("nowhere.jsonl"), [])
            ),
            "part is no Parquet" => graph.Map(
                "faulty/x",
                FakeMap.Add("faulty", 1),
                [new NodeOutput(FakeMap.Rows, graph.Fold("garbage", Garbage()))]
            ),
            _ => graph.Map(
                "faulty/x",
                FakeMap.Add("faulty", 1),
                [new NodeOutput(FakeMap.Rows, before), new NodeOutput("more", graph.Fold("longer", FakeFold.Source("longer", 7)))]
            ),
        };
        var after =
            faulty.Stage is FakeMap
                ? graph.Map("after", FakeMap.Add("after", 1), [new NodeOutput(FakeMap.Rows, faulty)])
                : graph.Fold("after", FakeFold.Sum("after"), new NodeOutput("rows", faulty));
        graph.Fold("end", FakeFold.Sum("end"), new NodeOutput("rows", after), new NodeOutput("other", source));
        graph.Fold(
            "elsewhere",
            FakeFold.Sum("elsewhere"),
            new NodeOutput("rows", graph.Map("aside", FakeMap.Add("aside", 5), [new NodeOutput(FakeMap.Rows, source)]))
        );
        return graph.Build(null);
    }

    private static FakeMap Opening(string kind) =>
        new("faulty", (_, rows, _) => ValueTask.FromResult(rows))
        {
            Open = kind switch
            {
                "open, at once" => _ => throw new InvalidOperationException("no model"),
                "open, bad input" => _ => throw new InputException("a shard is missing"),
                "open, time-out" => _ => ThrowLaterAsync(new TaskCanceledException("timed out")),
                _ => _ => ThrowLaterAsync(new InvalidOperationException("no model")),
            },
        };

    private static async ValueTask ThrowLaterAsync(Exception error)
    {
        await Task.Yield();
        throw error;
    }

    private static FakeMap Transforming(string kind) =>
        new(
            "faulty",
            async (index, rows, _) =>
            {
                if (index != BadPart && !(kind == "transform, several at once" && index > BadPart))
                {
                    return rows;
                }

                if (kind == "transform, rows are null")
                {
                    return null!;
                }

                if (kind == "transform, rows cannot be stored")
                {
                    return [new FakeRow { Id = "half \uD83D" }];
                }

                if (kind == "transform, later")
                {
                    await Task.Yield();
                }

                throw kind == "transform, time-out"
                    ? new OperationCanceledException("the request timed out")
                    : new InvalidOperationException("bad part");
            }
        );

    private static FakeFold Folding(string kind) =>
        new(
            "faulty",
            kind switch
            {
                "fold, at once" => (_, _, _) => throw new InvalidOperationException("no"),
                "fold, bad input" => (_, _, _) => throw new InputException("row 7 has no text"),
                "fold, time-out" => (_, _, _) => Task.FromCanceled(new CancellationToken(canceled: true)),
                _ => (_, output, cancellation) => WriteAndThrowAsync(output, cancellation),
            }
        );

    private static async Task WriteAndThrowAsync(FoldOutput output, CancellationToken cancellation)
    {
        await output.WritePartAsync([new FakeRow()], cancellation);
        throw new InvalidOperationException("no");
    }

    /// <summary>Three parts, of which the last is no Parquet file.</summary>
    private static FakeFold Garbage() =>
        new(
            "garbage",
            async (_, output, cancellation) =>
            {
                for (var part = 0; part <= BadPart; part++)
                {
                    await output.WritePartAsync([new FakeRow { Value = part }], cancellation);
                }

                await File.WriteAllTextAsync(output.PathOf($"part-0000{BadPart}.parquet"), "no parquet at all", cancellation);
            }
        );

    private sealed class ThrowingObserver : IRunObserver
    {
        public void On(RunEvent happened)
        {
            if (happened is NodeFailed)
            {
                throw new InvalidOperationException("the console is gone");
            }
        }
    }
}
