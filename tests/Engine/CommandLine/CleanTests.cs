using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>Of a cache that several files use, <c>clean</c> takes nothing that another file than the one it is given may need.</summary>
public sealed class CleanTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();
    private readonly string _other;

    public CleanTests()
    {
        _fixture.Folder.Write("elsewhere/numbers.txt", "1\n2\n3\n4\n5\n");
        _other = _fixture.Folder.Write("elsewhere/my.yaml", "numbers: numbers.txt\nstages:\n  add: { amount: 3 }\n");
    }

    [Fact]
    public async Task A_file_of_the_same_name_is_refused_in_the_other_files_folder_of_runs()
    {
        await RunMineAsync();
        var before = await File.ReadAllTextAsync(
            _fixture.Folder.PathOf("runs", "my", "report.html"),
            TestContext.Current.CancellationToken
        );

        foreach (var command in new[] { new[] { "run" }, ["run", "--dry-run"], ["worker", "--stage", "add/small"] })
        {
            var refused = await OtherAsync([.. command, _other, "--runs", _fixture.Folder.PathOf("runs")]);

            Assert.Equal(2, refused.ExitCode);
            Assert.Equal(
                "error: <folder>/runs/my is the folder of the run of <folder>/my.yaml. To run <folder>/elsewhere/my.yaml beside it, give "
                    + "the file another name, or put its runs into another folder (--runs DIR).\n",
                refused.Errors
            );
        }

        var validated = await OtherAsync("validate", _other, "--runs", _fixture.Folder.PathOf("runs"));
        Assert.Equal(2, validated.ExitCode);
        Assert.Contains("is the folder of the run of", validated.Output, StringComparison.Ordinal);
        Assert.Equal(
            before,
            await File.ReadAllTextAsync(_fixture.Folder.PathOf("runs", "my", "report.html"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task What_a_file_of_the_same_name_made_with_its_own_folder_of_runs_stays()
    {
        await RunMineAsync();
        await RunOtherAsync();
        var both = CacheSnapshot.Take(_fixture.Cache);

        var cleaned = await _fixture.RunAsync("clean", "FILE", "--yes");

        Assert.Equal((0, "nothing to remove\n", ""), (cleaned.ExitCode, cleaned.Output, cleaned.Errors));
        Assert.Equal(both, CacheSnapshot.Take(_fixture.Cache));
    }

    [Fact]
    public async Task What_an_interrupted_run_of_another_file_has_sealed_stays_with_the_state_that_it_would_go_on_from()
    {
        await RunMineAsync();
        var stopped = new FakeCatalogue
        {
            BeforeAdding = (variant, part, _) =>
                variant == "small" && part == 0 ? Task.CompletedTask : Task.FromException(new IOException("stopped")),
        };
        var files = new[] { "--cache", _fixture.Cache, "--runs", _fixture.Folder.PathOf("elsewhere", "runs"), "--keep-going" };
        Assert.Equal(1, (await _fixture.RunAsync(stopped, ["run", _other, .. files])).ExitCode);
        var state = Path.Combine(_fixture.Cache, "add", CacheSweep.StatePrefix + new string('a', CacheSweep.NameLength));
        Directory.CreateDirectory(state);
        var before = CacheSnapshot.Take(_fixture.Cache);

        var cleaned = await _fixture.RunAsync("clean", "FILE", "--yes", "--states");

        Assert.Equal((0, ""), (cleaned.ExitCode, cleaned.Errors));
        Assert.Equal(before, CacheSnapshot.Take(_fixture.Cache));
        Assert.True(Directory.Exists(state));
    }

    [Fact]
    public async Task Once_another_runs_folder_is_removed_its_artifacts_are_not_needed_any_more()
    {
        await RunMineAsync();
        var mine = CacheSnapshot.Take(_fixture.Cache);
        await RunOtherAsync();
        Directory.Delete(_fixture.Folder.PathOf("elsewhere", "runs", "my"), recursive: true);

        var cleaned = await _fixture.RunAsync("clean", "FILE", "--yes");

        Assert.Equal((0, ""), (cleaned.ExitCode, cleaned.Errors));
        Assert.Equal(mine, CacheSnapshot.Take(_fixture.Cache));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_fixture.Cache, ".runs")));
    }

    [Fact]
    public async Task While_another_runs_folder_is_out_of_sight_its_artifacts_stay_and_it_is_said()
    {
        await RunMineAsync();
        await RunOtherAsync();
        Directory.Move(_fixture.Folder.PathOf("elsewhere"), _fixture.Folder.PathOf("not-mounted"));
        var both = CacheSnapshot.Take(_fixture.Cache);

        var cleaned = await _fixture.RunAsync("clean", "FILE", "--yes");

        Assert.Equal(0, cleaned.ExitCode);
        Assert.Matches(
            "^warning: the folder <folder>/elsewhere/runs/my of a run is not to be seen from here, so what it needs is kept. If it is "
                + "gone, remove <folder>/cache/.runs/.*.json.\n$",
            cleaned.Errors
        );
        Assert.Equal(both, CacheSnapshot.Take(_fixture.Cache));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Where_the_record_of_another_run_is_damaged_every_artifact_stays_and_it_is_said(string record)
    {
        await RunMineAsync();
        await RunOtherAsync();
        Directory.Delete(Path.Combine(_fixture.Cache, ".runs"), recursive: true);
        await File.WriteAllTextAsync(
            _fixture.Folder.PathOf("elsewhere", "runs", "my", "nodes.json"),
            record,
            TestContext.Current.CancellationToken
        );
        Directory.Move(_fixture.Folder.PathOf("elsewhere", "runs", "my"), _fixture.Folder.PathOf("runs", "theirs"));
        var both = CacheSnapshot.Take(_fixture.Cache);

        var cleaned = await _fixture.RunAsync("clean", "FILE", "--set", "stages.add.amount=7", "--yes");

        Assert.Equal((0, "nothing to remove\n"), (cleaned.ExitCode, cleaned.Output));
        Assert.Matches(
            "^warning: <folder>/runs/theirs/nodes.json is .*: what that run needs cannot be known, so every artifact is kept. Run its file "
                + "again, or remove the record.\n$",
            cleaned.Errors
        );
        Assert.Equal(both, CacheSnapshot.Take(_fixture.Cache));
    }

    [Fact]
    public async Task While_another_run_is_unfinished_an_artifact_whose_manifest_cannot_be_read_stays()
    {
        await RunMineAsync();
        var stopped = new FakeCatalogue { BeforeAdding = (_, _, _) => Task.FromException(new IOException("stopped")) };
        var files = new[] { "--cache", _fixture.Cache, "--runs", _fixture.Folder.PathOf("elsewhere", "runs") };
        Assert.Equal(1, (await _fixture.RunAsync(stopped, ["run", _other, .. files])).ExitCode);
        var damaged = Path.Combine(_fixture.Cache, "add", new string('b', CacheSweep.NameLength), Manifest.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(damaged)!);
        await File.WriteAllTextAsync(damaged, "damaged", TestContext.Current.CancellationToken);

        Assert.Equal("nothing to remove\n", (await _fixture.RunAsync("clean", "FILE", "--yes")).Output);
        Assert.Equal(0, (await OtherAsync("run", _other, "--runs", _fixture.Folder.PathOf("elsewhere", "runs"))).ExitCode);
        await _fixture.RunAsync("clean", "FILE", "--yes");

        Assert.False(File.Exists(damaged));
    }

    public void Dispose() => _fixture.Dispose();

    private Task<CommandLineResult> OtherAsync(params string[] arguments) => _fixture.RunAsync([.. arguments, "--cache", _fixture.Cache]);

    private async Task RunMineAsync() => Assert.Equal(0, (await _fixture.RunAsync("FILE")).ExitCode);

    private async Task RunOtherAsync() =>
        Assert.Equal(0, (await OtherAsync("run", _other, "--runs", _fixture.Folder.PathOf("elsewhere", "runs"))).ExitCode);
}
