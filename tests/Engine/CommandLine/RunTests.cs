using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>Runs through the command line: exit codes, events, checks, exports, workers, and two runs at once.</summary>
public sealed class RunTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();

    [Fact]
    public async Task Ends_with_the_page_and_does_nothing_the_second_time()
    {
        var first = await _fixture.RunAsync("FILE");
        var second = await _fixture.RunAsync("FILE");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.EndsWith(
            "done: 10 artifacts computed, 0 from the cache\n<folder>/runs/my/report.html\n",
            first.Output,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "nothing to do: everything is in the cache (10 artifacts)\n<folder>/runs/my/report.html\n",
            second.Output,
            StringComparison.Ordinal
        );
        Assert.Equal("<p>20, 65</p>", File.ReadAllText(_fixture.Folder.PathOf("runs", "my", "report.html")));
    }

    [Fact]
    public async Task Keeps_the_settings_as_they_were_resolved_and_what_the_work_took()
    {
        await _fixture.RunAsync("FILE", "--set", "stages.add.amount=2");
        await _fixture.RunAsync("FILE", "--set", "stages.add.amount=2");

        var resolved = File.ReadAllText(_fixture.Folder.PathOf("runs", "my", "resolved.yaml"));
        Assert.Contains($"\nnumbers: {_fixture.Folder.PathOf("numbers.txt")}\n", resolved, StringComparison.Ordinal);
        Assert.Contains("amount: 2\n", resolved, StringComparison.Ordinal);
        Assert.Equal(10, File.ReadLines(_fixture.Folder.PathOf("runs", "my", "work.jsonl")).Count(line => line.Length > 0));
    }

    [Fact]
    public async Task Events_are_json_lines_that_begin_and_end_with_the_run()
    {
        var path = _fixture.Folder.PathOf("events.jsonl");
        await _fixture.RunAsync("FILE", "--json", path);

        var events = File.ReadLines(path).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal("run_started", (string?)events[0]["event"]);
        Assert.Equal(
            ("run_ended", "Completed", 10),
            ((string?)events[^1]["event"], (string?)events[^1]["outcome"], (int)events[^1]["built"]!)
        );
        Assert.Equal(6, events.Count(happened => (string?)happened["event"] == "node_completed"));
        Assert.Equal(events.Select(happened => (double)happened["at"]!).Order(), events.Select(happened => (double)happened["at"]!));
    }

    [Theory]
    [InlineData("FILE", "--json", "/dev/full")]
    [InlineData("FILE", "--json", "/dev/full", "--quiet")]
    public async Task Events_that_cannot_be_written_are_missed_aloud(params string[] arguments)
    {
        var result = await _fixture.RunAsync(arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^warning: --json '/dev/full' can be written no longer: the disk is full", result.Errors);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_failing_stage_exits_with_1_and_names_the_part_and_the_log()
    {
        var result = await _fixture.RunAsync(Failing(new InvalidOperationException("broken on purpose")), "FILE");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: add/large, part 1: broken on purpose\n", result.Errors, StringComparison.Ordinal);
        Assert.Contains("details: <folder>/runs/my/log.jsonl\n", result.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "InvalidOperationException",
            File.ReadAllText(_fixture.Folder.PathOf("runs", "my", "log.jsonl")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Keep_going_finishes_the_other_branch()
    {
        var result = await _fixture.RunAsync(Failing(new InvalidOperationException("broken on purpose")), "FILE", "--keep-going");
        var status = await _fixture.RunAsync("status", "FILE");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("sum/large: skipped, add/large did not complete", result.Output, StringComparison.Ordinal);
        Assert.Contains("sum/small     hit", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_found_by_a_stage_exits_with_2() =>
        Assert.Equal(2, (await _fixture.RunAsync(Failing(new InvalidDataException("bad data")), "FILE")).ExitCode);

    [Fact]
    public async Task Bad_input_fails_before_anything_is_computed()
    {
        _fixture.Folder.Write("numbers.txt", "1\ntwo\n");

        var result = await _fixture.RunAsync("FILE");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("error: numbers: numbers.txt:2: 'two' is no whole number.\n", result.Errors);
        Assert.DoesNotContain("started", result.Output, StringComparison.Ordinal);
        Assert.Empty(CacheSnapshot.Take(_fixture.Cache));
    }

    [Fact]
    public async Task A_cancelled_run_exits_with_130_and_the_next_one_goes_on()
    {
        using var source = new CancellationTokenSource();
        var catalogue = new FakeCatalogue
        {
            BeforeAdding = (variant, part, _) => variant == "large" && part == 1 ? source.CancelAsync() : Task.CompletedTask,
        };

        var stopped = await _fixture.RunUntilAsync(["FILE", "--workers", "1"], catalogue, source.Token);
        var resumed = await _fixture.RunAsync("FILE");

        Assert.Equal(130, stopped.ExitCode);
        Assert.EndsWith("kept; run again to go on\n", stopped.Errors, StringComparison.Ordinal);
        Assert.Equal(0, resumed.ExitCode);
    }

    [Fact]
    public async Task A_time_limit_exits_with_75()
    {
        var catalogue = new FakeCatalogue { BeforeAdding = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation) };

        var result = await _fixture.RunAsync(catalogue, "FILE", "--time-limit", "0.2s");

        Assert.Equal(75, result.ExitCode);
        Assert.Contains("stopping (time limit): finished parts are kept", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FILE")]
    [InlineData("worker", "FILE", "--stage", "add/small")]
    public async Task A_time_limit_that_ends_while_another_holds_the_cache_exits_with_75(params string[] command)
    {
        Directory.CreateDirectory(_fixture.Cache);
        using var alone = CacheUse.TryAlone(_fixture.Cache, out _);
        Assert.NotNull(alone);

        var result = await _fixture.RunAsync([.. command, "--time-limit", "0.2s"]);

        Assert.Equal(75, result.ExitCode);
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_second_waits_and_says_for_whom()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var slow = new FakeCatalogue
        {
            BeforeAdding = async (_, _, cancellation) =>
            {
                begun.TrySetResult();
                await release.Task.WaitAsync(cancellation);
            },
        };

        var first = _fixture.RunAsync(slow, "FILE");
        await begun.Task;
        var waiting = _fixture.Folder.PathOf("second.jsonl");
        var second = _fixture.RunAsync("FILE", "--json", waiting);
        while (!second.IsCompleted && (!File.Exists(waiting) || !ReadShared(waiting).Contains("lock_waiting", StringComparison.Ordinal)))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        release.SetResult();

        Assert.Equal((0, 0), ((await first).ExitCode, (await second).ExitCode));
        Assert.Contains(
            $"waits for a lock held by process {Environment.ProcessId} on {Environment.MachineName}",
            (await second).Output,
            StringComparison.Ordinal
        );
        Assert.Contains("nothing to do", (await _fixture.RunAsync("FILE", "--verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_removed_from_a_cache_that_a_run_uses()
    {
        await _fixture.RunAsync("FILE");
        using var use = await CacheUse.ShareAsync(_fixture.Cache, TestContext.Current.CancellationToken);

        var result = await _fixture.RunAsync("clean", "FILE", "--set", "add.amount=7", "--yes");

        Assert.Equal(75, result.ExitCode);
        Assert.Contains("a run is using the cache", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_removed_until_what_a_run_publishes_is_out()
    {
        var free = true;
        var catalogue = new FakeCatalogue
        {
            Publishing = () =>
            {
                using var alone = CacheUse.TryAlone(_fixture.Cache, out _);
                free = alone is not null;
            },
        };

        Assert.Equal(0, (await _fixture.RunAsync(catalogue, "FILE")).ExitCode);
        Assert.False(free);
    }

    [Fact]
    public async Task A_run_that_waits_for_the_cache_changes_nothing_in_it()
    {
        var leftOver = Directory.CreateDirectory(Path.Combine(_fixture.Cache, "add", $".tmp-{new string('a', 32)}-x")).FullName;
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        using (CacheUse.TryAlone(_fixture.Cache, out _))
        {
            Assert.Equal(130, (await _fixture.RunUntilAsync(["FILE"], new FakeCatalogue(), source.Token)).ExitCode);
        }

        Assert.True(Directory.Exists(leftOver));
    }

    [Theory]
    [InlineData(new string[0], new[] { "add-v1" })]
    [InlineData(new[] { "--memos" }, new string[0])]
    public async Task Clean_removes_the_memos_of_versions_that_nothing_uses_and_of_others_if_asked_to(string[] options, string[] kept)
    {
        await _fixture.RunAsync("FILE");
        foreach (var folder in new[] { "add", "add-v0", "add-v1", "gone-v1" })
        {
            _fixture.Folder.Write($"cache/.memo/{folder}/one.memo", "replies");
        }

        var result = await _fixture.RunAsync(["clean", "FILE", "--yes", .. options]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(".memo/gone-v1", result.Output, StringComparison.Ordinal);
        Assert.Equal(kept, Directory.EnumerateDirectories(Path.Combine(_fixture.Cache, ".memo")).Select(Path.GetFileName));
        Assert.Contains("nothing to do", (await _fixture.RunAsync("FILE")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_that_workers_computed_are_hits_of_the_run()
    {
        await _fixture.RunAsync("FILE", "--until", "read");

        var first = await _fixture.RunAsync("worker", "FILE", "--stage", "add/small", "--parts", "0,2");
        var plan = await _fixture.RunAsync("FILE", "--dry-run");
        var second = await _fixture.RunAsync("worker", "FILE", "--stage", "add/small");
        var run = await _fixture.RunAsync("FILE");

        Assert.Equal((0, 0, 0), (first.ExitCode, second.ExitCode, run.ExitCode));
        Assert.EndsWith("done: 2 artifacts computed, 0 from the cache\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("partial  add/small", plan.Output, StringComparison.Ordinal);
        Assert.EndsWith("done: 1 artifact computed, 2 from the cache\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("add/small: hit, 3 parts", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_computes_a_fold_and_refuses_one_whose_inputs_are_not_there()
    {
        var early = await _fixture.RunAsync("worker", "FILE", "--stage", "sum/small");
        var fold = await _fixture.RunAsync("worker", "FILE", "--stage", "read");

        Assert.Equal((2, 0), (early.ExitCode, fold.ExitCode));
        Assert.Contains("sum/small needs add/small, which is not in the cache", early.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_fails_exits_with_1()
    {
        await _fixture.RunAsync("FILE", "--until", "read");

        var result = await _fixture.RunAsync(
            Failing(new InvalidOperationException("broken on purpose")),
            "worker",
            "FILE",
            "--stage",
            "add/large",
            "--parts",
            "1"
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: add/large, part 1: broken on purpose", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exported_files_replace_their_like_and_leave_the_rest()
    {
        var folder = _fixture.Folder.PathOf("out", "sums");
        var fresh = await _fixture.RunAsync("FILE", "--export", $"sum/small={folder}");
        Assert.Equal(
            ["part-00000.parquet", "sum.txt"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        _fixture.Folder.Write("out/sums/README.md", "a card");

        var again = await _fixture.RunAsync("FILE", "--set", "add.amount=2", "--export", $"sum/small={folder}");

        Assert.Equal((0, 0), (fresh.ExitCode, again.ExitCode));
        Assert.Equal("25", File.ReadAllText(Path.Combine(folder, "sum.txt")));
        Assert.Equal("a card", File.ReadAllText(Path.Combine(folder, "README.md")));
        Assert.Equal(["sums"], Directory.EnumerateFileSystemEntries(_fixture.Folder.PathOf("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_a_killed_export_left_is_in_nobodys_way()
    {
        _fixture.Folder.Write($"out/sums.tmp-{Environment.ProcessId}/sum.txt", "half");

        Assert.Equal(0, (await _fixture.RunAsync("FILE", "--export", $"sum/small={_fixture.Folder.PathOf("out", "sums")}")).ExitCode);
        Assert.Equal("20", File.ReadAllText(_fixture.Folder.PathOf("out", "sums", "sum.txt")));
        Assert.Equal(["sums"], Directory.EnumerateFileSystemEntries(_fixture.Folder.PathOf("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Force_without_a_name_computes_everything_again()
    {
        await _fixture.RunAsync("FILE");

        Assert.Contains(
            "done: 10 artifacts computed, 0 from the cache",
            (await _fixture.RunAsync("FILE", "--force")).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_unforeseen_fault_of_a_command_is_said_in_one_line_with_the_place_of_its_details()
    {
        var result = await _fixture.RunAsync(new BrokenCatalogue(), "dag", _fixture.File);

        Assert.Equal(1, result.ExitCode);
        var lines = result.Errors.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("error: this is a fault of the program: no graph today", lines[0]);
        var details = lines[1]["details: ".Length..];
        Assert.Contains(nameof(BrokenCatalogue), File.ReadAllText(details), StringComparison.Ordinal);
        File.Delete(details);
    }

    public void Dispose() => _fixture.Dispose();

    private static FakeCatalogue Failing(Exception error) =>
        new() { BeforeAdding = (variant, part, _) => variant == "large" && part == 1 ? throw error : Task.CompletedTask };

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
