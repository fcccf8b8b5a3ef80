using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

public sealed class PlannerTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    [Fact]
    public async Task Before_the_first_run_roots_are_stale_and_the_rest_is_pending_and_after_it_all_hit()
    {
        var before = _engine.Plan(Chain());
        await RunAsync(Chain());
        var after = _engine.Plan(Chain());

        Assert.Equal([NodeState.Stale, NodeState.Pending, NodeState.Pending], before.Select(plan => plan.State));
        Assert.Equal(["never run"], before[0].Reasons);
        Assert.Equal(["waits for source"], before[1].Reasons);
        Assert.All(after, plan => Assert.Equal(NodeState.Hit, plan.State));
        Assert.All(after, plan => Assert.Empty(plan.Reasons));
        Assert.Equal([1, 4, 1], after.Select(plan => plan.PartsHit));
    }

    [Fact]
    public async Task A_changed_setting_is_named_old_and_new_and_only_what_depends_on_it_runs()
    {
        await RunAsync(Chain());

        var plan = _engine.Plan(Chain(number: 7));
        await RunAsync(Chain(number: 7));

        Assert.Equal([NodeState.Hit, NodeState.Stale, NodeState.Pending], plan.Select(node => node.State));
        Assert.Equal(["options.number: 1 → 7"], plan[1].Reasons);
        Assert.Equal(["map", "sum"], _engine.BuiltNodes());
    }

    [Fact]
    public async Task A_setting_changed_back_hits()
    {
        await RunAsync(Chain());
        await RunAsync(Chain(number: 7));

        Assert.All(_engine.Plan(Chain()), plan => Assert.Equal(NodeState.Hit, plan.State));
    }

    [Fact]
    public async Task A_changed_setting_below_a_stale_parent_is_named_too()
    {
        await RunAsync(Chain());

        var plan = _engine.Plan(Chain(number: 7, sum: 9));

        Assert.Equal(["waits for map", "options.number: 0 → 9"], plan[2].Reasons);
    }

    [Fact]
    public async Task A_raised_version_is_named()
    {
        await RunAsync(Chain());

        Assert.Equal(["version: 1 → 2"], _engine.Plan(Chain(version: 2))[1].Reasons);
    }

    [Fact]
    public async Task Lost_parts_are_counted_and_told_from_changed_ones()
    {
        await RunAsync(Chain());
        var parts = _engine.Plan(Chain())[1].Artifact!.Parts;
        Directory.Delete(Path.GetDirectoryName(parts[2].Path)!, recursive: true);

        var lost = _engine.Plan(Chain())[1];
        await RunAsync(Chain());

        Assert.Equal((NodeState.Partial, 3, 4), (lost.State, lost.PartsHit, lost.PartsTotal));
        Assert.Equal(["1 of 4 parts were deleted or damaged in the cache"], lost.Reasons);
        Assert.Equal([2], _engine.Built("map"));
        Assert.Equal(["map"], _engine.BuiltNodes());
    }

    [Fact]
    public async Task A_changed_part_is_the_only_one_that_is_redone()
    {
        await RunAsync(Chain());
        var changed = Chain(third: 99);
        await _engine.RunAsync(changed, new NodeSelection(changed, until: ["source"]), cancellation: TestContext.Current.CancellationToken);

        var plan = _engine.Plan(changed)[1];
        await RunAsync(changed);

        Assert.Equal((NodeState.Partial, 3, 4), (plan.State, plan.PartsHit, plan.PartsTotal));
        Assert.Equal(["1 of 4 streamed parts are new or changed"], plan.Reasons);
        Assert.Equal([2], _engine.Built("map"));
    }

    [Fact]
    public async Task A_damaged_byte_shows_by_the_time_of_its_file_or_under_verification()
    {
        await RunAsync(Chain());
        var path = _engine.Plan(Chain())[1].Artifact!.Parts[0].Path;
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        var time = File.GetLastWriteTimeUtc(path);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(path, time.AddMinutes(1));
        Assert.Equal(NodeState.Partial, _engine.Plan(Chain())[1].State);

        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(NodeState.Hit, _engine.Plan(Chain())[1].State);
        Assert.Equal(NodeState.Partial, _engine.Plan(Chain(), verify: true)[1].State);
    }

    [Fact]
    public async Task Equal_bytes_stop_a_change_where_they_arise()
    {
        await RunAsync(Chain(tag: "one"));

        await RunAsync(Chain(tag: "two"));

        Assert.Equal(["source"], _engine.BuiltNodes());
    }

    [Fact]
    public async Task A_plain_file_beside_a_table_is_no_concern_of_who_reads_only_the_table()
    {
        await RunAsync(WithNotes("before"));

        await RunAsync(WithNotes("after"));

        Assert.Equal(["everything", "source"], _engine.BuiltNodes());
    }

    [Fact]
    public async Task An_external_files_change_is_named()
    {
        var path = _engine.Folder.Write("data.txt", "rows");
        await RunAsync(Reading(path));

        File.WriteAllText(path, "other rows");
        var plan = Assert.Single(_engine.Plan(Reading(path)));

        Assert.Equal(NodeState.Stale, plan.State);
        Assert.Matches("^inputs\\.file: [0-9a-f]{10}… → [0-9a-f]{10}…$", Assert.Single(plan.Reasons));
    }

    [Fact]
    public async Task A_file_that_is_moved_or_touched_changes_nothing()
    {
        var path = _engine.Folder.Write("data.txt", "rows");
        await RunAsync(Reading(path));
        var moved = _engine.Folder.PathOf("elsewhere.txt");
        File.Move(path, moved);
        File.SetLastWriteTimeUtc(moved, DateTime.UtcNow.AddDays(-3));

        Assert.Equal(NodeState.Hit, Assert.Single(_engine.Plan(Reading(moved))).State);
    }

    [Fact]
    public async Task A_file_changed_while_a_stage_reads_it_seals_nothing()
    {
        var path = _engine.Folder.Write("data.txt", "rows");
        var graph = new GraphBuilder();
        graph.Fold(
            "read",
            new FakeFold("read", (_, _, cancellation) => File.WriteAllTextAsync(path, "changed", cancellation)),
            new ExternalInput("file", path, [])
        );

        var result = await _engine.RunAsync(graph.Build(null), cancellation: TestContext.Current.CancellationToken);

        Assert.Contains("was changed while it was being read", Assert.Single(result.Failures).Message, StringComparison.Ordinal);
        Assert.NotEqual(NodeState.Hit, Assert.Single(_engine.Plan(graph.Build(null))).State);
    }

    [Fact]
    public async Task A_plan_of_tables_that_are_not_aligned_says_so()
    {
        var graph = new GraphBuilder();
        var one = graph.Fold("one", FakeFold.Source("one", 2));
        var other = graph.Fold("other", FakeFold.Source("other", 3));
        graph.Map("map", FakeMap.Add("map", 1), [new NodeOutput(FakeMap.Rows, one), new NodeOutput("more", other)]);
        await _engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { KeepGoing = true },
            cancellation: TestContext.Current.CancellationToken
        );

        var plan = _engine.Plan(graph.Build(null))[2];

        Assert.Equal(["its streamed tables differ in their number of parts"], plan.Reasons);
    }

    [Fact]
    public async Task A_table_without_parts_flows_through()
    {
        var graph = new GraphBuilder();
        var empty = graph.Fold("empty", FakeFold.Source("empty", 0));
        var map = graph.Map("map", FakeMap.Add("map", 1), [new NodeOutput(FakeMap.Rows, empty)]);
        graph.Fold("sum", FakeFold.Sum("sum", 5), new NodeOutput("rows", map));

        await RunAsync(graph.Build(null));

        Assert.All(_engine.Plan(graph.Build(null)), plan => Assert.Equal(NodeState.Hit, plan.State));
    }

    [Fact]
    public async Task A_damaged_record_costs_reasons_and_nothing_else()
    {
        await RunAsync(Chain());
        File.WriteAllText(_engine.Folder.PathOf("runs", "run", "nodes.json"), """{"map":{"stage":"map","stage":1}}""");
        Directory.Delete(_engine.Folder.PathOf("cache", ".runs"), recursive: true);

        Assert.All(_engine.Plan(Chain()), plan => Assert.Equal(NodeState.Hit, plan.State));
        Assert.Equal(["never run"], _engine.Plan(Chain(number: 3))[1].Reasons);
    }

    public void Dispose() => _engine.Dispose();

    private static Graph Chain(int number = 1, int sum = 0, int version = 1, int third = 4, string tag = "")
    {
        var graph = new GraphBuilder();
        var table = FakeFold.Source("source", [0, 1], [2, 3], [third, 5], [6, 7]);
        var source = new FakeFold("source", (inputs, output, cancellation) => table.RunAsync(inputs, output, null!, cancellation))
        {
            Settings = new FakeOptions { Number = third, Tag = tag },
        };
        var map = new FakeMap(
            "map",
            (_, rows, _) =>
                ValueTask.FromResult<IReadOnlyList<FakeRow>>(
                    rows.Select(row => new FakeRow { Id = row.Id, Value = row.Value + number }).ToList()
                )
        )
        {
            Settings = new FakeOptions { Number = number },
            DeclaredVersion = version,
        };
        var node = graph.Map("map", map, [new NodeOutput(FakeMap.Rows, graph.Fold("source", source))]);
        graph.Fold("sum", FakeFold.Sum("sum", sum), new NodeOutput("rows", node));
        return graph.Build(null);
    }

    private static Graph WithNotes(string notes)
    {
        var graph = new GraphBuilder();
        var source = graph.Fold(
            "source",
            new FakeFold(
                "source",
                async (_, output, cancellation) =>
                {
                    await output.WritePartAsync([new FakeRow { Value = 1 }], cancellation);
                    await File.WriteAllTextAsync(output.PathOf("notes.txt"), notes, cancellation);
                }
            )
            {
                Settings = new FakeOptions { Tag = notes },
            }
        );
        graph.Fold("table", FakeFold.Sum("table"), new NodeOutput("rows", source));
        graph.Fold("everything", FakeFold.Sum("everything"), new NodeOutput("rows", source, OutputScope.Everything));
        return graph.Build(null);
    }

    private static Graph Reading(string path)
    {
        var graph = new GraphBuilder();
        graph.Fold("read", new FakeFold("read", (inputs, output, _) => Copy(inputs, output)), new ExternalInput("file", path, []));
        return graph.Build(null);
    }

    private static Task Copy(StageInputs inputs, FoldOutput output)
    {
        File.Copy(inputs["file"].Files[0].Path, output.PathOf("copy.txt"));
        return Task.CompletedTask;
    }

    private Task<RunResult> RunAsync(Graph graph) => _engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);
}
