using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>The real program as another user, on a cache that somebody's run is using.</summary>
public sealed class OtherUserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OtherUserTests()
    {
        Assert.SkipUnless(OtherUser.CanBeTried, "Only root can act as another user.");
        _folder.Write("rows.jsonl", """{"instruction": "Say one.", "output": "One."}""" + "\n");
        _folder.Write("answers.jsonl", """{"instruction": "Say two.", "output": "Two."}""" + "\n");
        _folder.Write(
            "answers.yaml",
            """
            device: cpu
            datasets: { rows: { path: rows.jsonl, format: alpaca } }
            generations: { tuned: { path: answers.jsonl, columns: { prompt: instruction, answer: output }, trained_on: rows } }
            stages: { embed: { type: tfidf } }
            """
        );
        Directory.CreateDirectory(_folder.PathOf("cache", "embed", ".tmp-" + new string('a', CacheSweep.NameLength) + "-of-a-running-job"));
        Directory.CreateDirectory(_folder.PathOf("cache", ".locks"));
        OtherUser.Open(_folder.Root);
    }

    [Fact]
    public async Task Clean_breaks_no_running_job_of_a_user_whose_lock_it_cannot_open()
    {
        Assert.SkipUnless(
            await OtherUser.RunProgramAsync(_folder.Root, ["--version"]) is { ExitCode: 0 },
            "The program cannot be read by another user where these tests run."
        );
        using (await CacheUse.ShareAsync(_folder.PathOf("cache"), TestContext.Current.CancellationToken))
        {
            FileRights.Set(_folder.PathOf("cache", ".locks", "use"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

            var refused = await OtherUser.RunProgramAsync(_folder.Root, ["clean", "answers.yaml", "--yes"]);

            Assert.Equal(75, refused.ExitCode);
            Assert.Contains("a run may be using the cache", refused.Errors, StringComparison.Ordinal);
            Assert.Single(Directory.EnumerateDirectories(_folder.PathOf("cache", "embed")));
        }

        File.Delete(_folder.PathOf("cache", ".locks", "use"));
        var cleaned = await OtherUser.RunProgramAsync(_folder.Root, ["clean", "answers.yaml", "--yes"]);

        Assert.True(cleaned.ExitCode == 0, cleaned.Errors);
        Assert.Empty(Directory.EnumerateDirectories(_folder.PathOf("cache", "embed")));
    }

    [Fact]
    public async Task Of_a_cache_that_can_only_be_read_validate_says_what_a_run_finds()
    {
        Assert.SkipUnless(
            await OtherUser.RunProgramAsync(_folder.Root, ["--version"]) is { ExitCode: 0 },
            "The program cannot be read by another user where these tests run."
        );
        var cache = _folder.PathOf("cache");
        string[] theirs = ["--runs", _folder.PathOf("theirs")];
        Assert.Equal(0, (await ProgramRun.OfAsync(_folder.Root, ["answers.yaml"])).ExitCode);
        FileRights.Set(cache, (UnixFileMode)0b111_101_101);
        FileRights.Set(Path.Combine(cache, ".locks"), (UnixFileMode)0b111_101_101);

        var run = await OtherUser.RunProgramAsync(_folder.Root, ["answers.yaml", .. theirs]);
        var validated = await OtherUser.RunProgramAsync(_folder.Root, ["validate", "answers.yaml", .. theirs]);

        Assert.True(run is { ExitCode: 0, Errors: "" }, $"{run.Output}{run.Errors}");
        Assert.True(validated is { ExitCode: 0, Errors: "" }, $"{validated.Output}{validated.Errors}");
        Assert.Matches(@"ok +--cache +cannot be written, but holds all that a run would make", validated.Output);

        Directory.Delete(Path.Combine(cache, "report"), recursive: true);
        var lacking = await OtherUser.RunProgramAsync(_folder.Root, ["validate", "answers.yaml", .. theirs]);

        Assert.Equal(2, lacking.ExitCode);
        Assert.Matches(@"error +--cache +'.*/cache' cannot be written, and lacks report: ", lacking.Output);
    }

    public void Dispose() => _folder.Dispose();
}
