using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

/// <summary>Which runs a cache knows of, and which of them can still be asked.</summary>
public sealed class RunRegisterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public RunRegisterTests() => _root = RealPath.Resolve(_folder.Root);

    private string Cache => Path.Combine(_root, "cache");

    [Fact]
    public void Runs_of_all_folders_of_runs_are_known()
    {
        Register("one/runs/a", "a");
        Register("two/runs/a", "b");

        var known = RunRegister.LoadAll(Cache, _folder.PathOf("one", "runs"));

        Assert.Equal([Folder("one/runs/a"), Folder("two/runs/a")], known.Select(run => run.Folder).Order(StringComparer.Ordinal));
        Assert.All(known, run => Assert.True(run is { Record.Nodes.Count: 1, Damage: null, IsGone: false }));
    }

    [Fact]
    public void Records_below_the_folder_of_runs_are_known_though_the_cache_is_not_told()
    {
        SealedRecord.Write(Made("runs/group/a") + "/nodes.json", Record("a").ToJson());

        var run = Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs")));

        Assert.Equal((Folder("runs/group/a"), 1), (run.Folder, run.Record!.Nodes.Count));
    }

    [Fact]
    public void Both_accounts_of_one_run_count()
    {
        Register("runs/a", "one");
        SealedRecord.Write(Made("runs/a") + "/nodes.json", Record("two").ToJson());

        Assert.Equal(
            ["one", "two"],
            RunRegister.LoadAll(Cache, _folder.PathOf("runs")).SelectMany(run => run.Record!.Nodes.Keys).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_sound_account_stands_for_a_damaged_one_and_two_damaged_ones_are_told()
    {
        Register("runs/a", "one");
        var nodes = Path.Combine(Made("runs/a"), "nodes.json");
        File.WriteAllText(nodes, "{}");
        Assert.Null(Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs"))).Damage);

        File.WriteAllText(RunRegister.PathOf(Cache, Folder("runs/a")), "");
        Assert.Equal(
            ["is no sealed record", "is not what its seal says"],
            RunRegister.LoadAll(Cache, _folder.PathOf("runs")).Select(run => run.Damage).Order(StringComparer.Ordinal)
        );

        SealedRecord.Write(nodes, Record("two").ToJson());
        Assert.Equal(nodes, Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs"))).Path);
    }

    [Fact]
    public void A_sealed_record_of_another_form_is_damaged()
    {
        SealedRecord.Write(Path.Combine(Made("cache/.runs"), "x.json"), new JsonObject { ["folder"] = 1 });

        var run = Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs")));

        Assert.Equal((null, null, "is of another form", false), (run.Folder, run.Record, run.Damage, run.IsGone));
    }

    [Fact]
    public void A_run_is_gone_where_its_folder_was_removed_from_what_is_still_there()
    {
        Register("runs/a", "a");
        Directory.Delete(Folder("runs/a"));

        Assert.True(Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs"))).IsGone);
    }

    [Fact]
    public void A_run_is_gone_where_all_folders_of_runs_were_removed_beside_its_file()
    {
        Register("project/runs/a", "a", "../../my.yaml");
        Directory.Delete(Folder("project/runs"), recursive: true);
        Assert.False(Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs"))).IsGone);

        _folder.Write("project/my.yaml", "");

        Assert.True(Assert.Single(RunRegister.LoadAll(Cache, _folder.PathOf("runs"))).IsGone);
    }

    [Fact]
    public void Cache_and_runs_that_are_moved_together_still_know_each_other()
    {
        Register("runs/a", "a");
        Directory.CreateDirectory(Folder("moved"));
        Directory.Move(Cache, Folder("moved/cache"));
        Directory.Move(Folder("runs"), Folder("moved/runs"));

        var run = Assert.Single(RunRegister.LoadAll(Folder("moved/cache"), Folder("moved/runs")));

        Assert.Equal((Folder("moved/runs/a"), false), (run.Folder, run.IsGone));
    }

    [Fact]
    public void A_cache_that_is_not_there_knows_of_none() => Assert.Empty(RunRegister.LoadAll(Cache, _folder.PathOf("runs")));

    public void Dispose() => _folder.Dispose();

    private static RunRecord Record(string node, string? file = null) =>
        RunRecord.Empty.WithCompleted(node, new NodeRecord("add", new JsonObject(), [], 0)) with
        {
            File = file,
        };

    private string Folder(string name) => Path.Combine(_root, Path.Combine(name.Split('/')));

    private string Made(string name) => Directory.CreateDirectory(Folder(name)).FullName;

    private void Register(string runFolder, string node, string? file = null) =>
        RunRegister.Write(Cache, Made(runFolder), Record(node, file));
}
