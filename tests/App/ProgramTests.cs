using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>The real program as a process: signals, two runs at once, and what it prints without arguments.</summary>
public sealed class ProgramTests(ProgramTests.Undisturbed undisturbed) : IClassFixture<ProgramTests.Undisturbed>, IDisposable
{
    private const string File = "answers.yaml";
    private readonly TemporaryFolder _folder = WithConfiguration();

    [Theory]
    [InlineData(SignalledRun.Interrupt, false, 130)]
    [InlineData(SignalledRun.Terminate, false, 143)]
    [InlineData(SignalledRun.Terminate, true, 143)]
    public async Task A_signal_keeps_what_is_finished_and_the_next_run_comes_to_the_same_artifacts(
        int signal,
        bool inBackground,
        int exitCode
    )
    {
        ProgramRun stopped;
        using (ReportLocked())
        {
            // However late the signal comes, the run is not over: it would wait for us.
            stopped = await SignalledRun.OfAsync(_folder.Root, [File], "embed/alpaca: started", signal, inBackground);
        }

        var kept = CacheSnapshot.Take(_folder.PathOf("cache"));
        var resumed = await ProgramRun.OfAsync(_folder.Root, [File]);

        Assert.Equal((exitCode, 0), (stopped.ExitCode, resumed.ExitCode));
        Assert.Contains("stopping (once more ends at once): finished parts are kept", stopped.Errors, StringComparison.Ordinal);
        Assert.Contains(kept.Keys, name => name.StartsWith("ingest/", StringComparison.Ordinal));
        Assert.DoesNotContain(
            kept.Keys,
            name => name.StartsWith("report/", StringComparison.Ordinal) || name.Contains(".tmp-", StringComparison.Ordinal)
        );
        Assert.Equal(undisturbed.Artifacts, CacheSnapshot.Take(_folder.PathOf("cache")));
    }

    [Fact]
    public async Task Two_runs_at_once_on_one_cache_both_succeed()
    {
        var both = await Task.WhenAll(
            ProgramRun.OfAsync(_folder.Root, [File, "--runs", "one"]),
            ProgramRun.OfAsync(_folder.Root, [File, "--runs", "two"])
        );
        var verified = await ProgramRun.OfAsync(_folder.Root, [File, "--verify"]);

        Assert.All(both, run => Assert.Equal((0, ""), (run.ExitCode, run.Errors)));
        Assert.Contains("nothing to do", verified.Output, StringComparison.Ordinal);
        Assert.Equal(
            System.IO.File.ReadAllText(_folder.PathOf("one", "answers", "nodes.json")),
            System.IO.File.ReadAllText(_folder.PathOf("two", "answers", "nodes.json"))
        );
    }

    [Fact]
    public async Task Without_arguments_it_says_how_it_is_used()
    {
        var run = await ProgramRun.OfAsync(_folder.Root, []);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("dotnet run -- pipeline.yaml --dry-run", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Holds the lock of the report that the run would make.</summary>
    private ArtifactLock ReportLocked()
    {
        var report = undisturbed.Artifacts.Keys.First(name => name.StartsWith("report/", StringComparison.Ordinal)).Split('/')[1];
        return ArtifactLock.TryAcquire(_folder.PathOf("cache", ".locks", $"report-{report}{ArtifactLock.Extension}"))!;
    }

    private static TemporaryFolder WithConfiguration()
    {
        var folder = new TemporaryFolder();
        var examples = Repository.PathOf("examples", "data");
        folder.Write(
            File,
            $$"""
            datasets:
              alpaca: { path: {{examples}}/alpaca-13k.jsonl.gz, format: alpaca, empty_responses: skip, limit: 1000 }
            generations:
              alpaca-7b: { path: {{examples}}/alpacaeval-alpaca-7b.jsonl.gz, columns: { prompt: instruction, answer: output }, trained_on: alpaca, limit: 80 }
            stages:
              embed: { type: tfidf }
            """
        );
        return folder;
    }

    /// <summary>What a run comes to that nothing disturbs.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = WithConfiguration();

        public IReadOnlyDictionary<string, string> Artifacts { get; private set; } = new Dictionary<string, string>();

        public async ValueTask InitializeAsync()
        {
            Assert.Equal(0, (await ProgramRun.OfAsync(_folder.Root, [File])).ExitCode);
            Artifacts = CacheSnapshot.Take(_folder.PathOf("cache"));
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
