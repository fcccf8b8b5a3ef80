using System.Text.Json.Nodes;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;
using Serilog.Core;

namespace Pipeline.Tests.Engine.Planning;

/// <summary>Whose a run's folder is, and what its record keeps.</summary>
public sealed class RunRecordFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StageNode _node = new("add", FakeFold.Sum("sum", 1), [], []);

    public RunRecordFileTests()
    {
        _folder.Write("a.yaml", "");
        _folder.Write("b.yaml", "");
    }

    private string Nodes => _folder.PathOf("runs", "my", RunRecordFile.FileName);

    [Fact]
    public async Task What_was_noted_is_read_by_the_next_process()
    {
        var record = await ClaimedAsync("a.yaml");
        await record.BeginAsync(_node, Cancellation());
        Assert.Equal(NodeKind.FromStage(_node.Stage), Open("a.yaml").Current.Begun["add"]);

        await record.CompleteAsync("add", Node("one"));

        var read = Open("a.yaml");
        Assert.True(read.Current.Nodes["add"].Says(Node("one")));
        Assert.Empty(read.Current.Begun);
        Assert.Null(read.Damage);
        Assert.Equal("../../a.yaml", read.Current.File);
        Assert.Single(Directory.EnumerateFiles(_folder.PathOf("runs", "my")));
    }

    [Fact]
    public async Task The_folder_of_another_files_run_is_refused_and_left_as_it_is()
    {
        await (await ClaimedAsync("a.yaml")).CompleteAsync("add", Node("one"));
        var before = File.ReadAllText(Nodes);
        var other = Open("b.yaml");

        var error = await Assert.ThrowsAsync<InputException>(() => other.ClaimAsync(Logger.None, Cancellation()));

        Assert.Equal(RealPath.Resolve(_folder.PathOf("a.yaml")), other.OtherOwner);
        Assert.Contains("a.yaml; the run of", error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Current.Nodes);
        await Assert.ThrowsAsync<InputException>(() => other.CompleteAsync("add", Node("two")));
        Assert.Equal(before, File.ReadAllText(Nodes));
    }

    [Fact]
    public async Task One_file_is_itself_by_whatever_link_it_is_named()
    {
        await ClaimedAsync("a.yaml");
        File.CreateSymbolicLink(_folder.PathOf("link.yaml"), "a.yaml");

        Assert.Null(Open("link.yaml").OtherOwner);
    }

    [Fact]
    public async Task The_folder_of_a_file_that_is_gone_is_free_and_forgets_it()
    {
        await (await ClaimedAsync("a.yaml")).CompleteAsync("add", Node("one"));
        File.Delete(_folder.PathOf("a.yaml"));

        var other = await ClaimedAsync("b.yaml");

        Assert.Equal("../../b.yaml", Open("b.yaml").Current.File);
        Assert.Empty(other.Current.Nodes);
    }

    [Fact]
    public async Task A_project_that_is_moved_keeps_its_runs()
    {
        await (await ClaimedAsync("a.yaml")).CompleteAsync("add", Node("one"));
        Directory.CreateDirectory(_folder.PathOf("moved"));
        foreach (var name in new[] { "a.yaml", "runs", "cache" })
        {
            Directory.Move(_folder.PathOf(name), _folder.PathOf("moved", name));
        }

        _folder.Write("a.yaml", "another's, where it once was");
        var moved = new RunRecordFile(
            new RunSettings("my", _folder.PathOf("moved", "cache"), _folder.PathOf("moved", "runs"))
            {
                ConfigurationFile = _folder.PathOf("moved", "a.yaml"),
            }
        );

        Assert.Null(moved.OtherOwner);
        Assert.Single(moved.Current.Nodes);
    }

    [Fact]
    public async Task A_damaged_record_is_told_of_and_its_copy_in_the_cache_stands_for_it()
    {
        await (await ClaimedAsync("a.yaml")).CompleteAsync("add", Node("one"));
        File.WriteAllText(Nodes, File.ReadAllText(Nodes).Replace("\"rows\": 5", "\"rows\": 6", StringComparison.Ordinal));

        var damaged = Open("a.yaml");
        Assert.EndsWith("nodes.json is not what its seal says", damaged.Damage, StringComparison.Ordinal);
        Assert.Single(damaged.Current.Nodes);
        Assert.NotNull(Open("b.yaml").OtherOwner);
        await damaged.ClaimAsync(Logger.None, Cancellation());

        Assert.Null(Open("a.yaml").Damage);
        Assert.Single(Open("a.yaml").Current.Nodes);
    }

    [Fact]
    public async Task Without_a_copy_a_damaged_record_is_begun_anew()
    {
        await (await ClaimedAsync("a.yaml")).CompleteAsync("add", Node("one"));
        File.WriteAllText(Nodes, "{}");
        Directory.Delete(_folder.PathOf("cache", ".runs"), recursive: true);

        var record = await ClaimedAsync("a.yaml");

        Assert.Empty(record.Current.Nodes);
        Assert.Null(Open("a.yaml").Damage);
    }

    [Fact]
    public async Task What_is_noted_already_is_not_written_again_unless_the_cache_does_not_know_it()
    {
        var record = await ClaimedAsync("a.yaml");
        await record.CompleteAsync("add", Node("one"));
        var time = DateTime.UnixEpoch;
        File.SetLastWriteTimeUtc(Nodes, time);

        await Open("a.yaml").CompleteAsync("add", Node("one"));
        await (await ClaimedAsync("a.yaml")).CompleteAsync("add", Node("one"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Nodes));

        Directory.Delete(_folder.PathOf("cache", ".runs"), recursive: true);
        await Open("a.yaml").CompleteAsync("add", Node("one"));

        Assert.Single(Directory.EnumerateFiles(_folder.PathOf("cache", ".runs")));
    }

    [Fact]
    public async Task Several_processes_of_one_file_keep_each_others_notes()
    {
        var records = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ClaimedAsync("a.yaml")));

        await Task.WhenAll(records.Select((record, index) => record.CompleteAsync($"node {index}", Node($"{index}"))));

        Assert.Equal(4, Open("a.yaml").Current.Nodes.Count);
    }

    [Fact]
    public async Task Of_a_cache_that_cannot_be_written_completed_nodes_are_noted_and_none_is_begun()
    {
        _folder.Write("cache/.runs", "a file in the place of the folder");
        var record = await ClaimedAsync("a.yaml");

        await record.CompleteAsync("add", Node("one"));

        Assert.Single(Open("a.yaml").Current.Nodes);
        await Assert.ThrowsAnyAsync<IOException>(() => record.BeginAsync(_node, Cancellation()));
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation() => TestContext.Current.CancellationToken;

    private static NodeRecord Node(string tag) => new("sum", new JsonObject { ["tag"] = tag }, [Digest.OfText(tag)], 5);

    private RunRecordFile Open(string file) =>
        new(new RunSettings("my", _folder.PathOf("cache"), _folder.PathOf("runs")) { ConfigurationFile = _folder.PathOf(file) });

    private async Task<RunRecordFile> ClaimedAsync(string file)
    {
        var record = Open(file);
        await record.ClaimAsync(Logger.None, Cancellation());
        return record;
    }
}
