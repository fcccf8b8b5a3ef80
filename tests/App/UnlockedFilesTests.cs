using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>The real program where locks do nothing, as on some network file systems.</summary>
public sealed class UnlockedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    public async Task A_run_says_that_others_would_not_see_it(string withoutLocks, bool says)
    {
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

        var run = await ProgramRun.OfAsync(
            _folder.Root,
            ["answers.yaml", "--until", "ingest"],
            new Dictionary<string, string> { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = withoutLocks }
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(
            says,
            (run.Output + run.Errors).Contains(
                "keeps no locks: let no other run or clean use this cache meanwhile",
                StringComparison.Ordinal
            )
        );
    }

    public void Dispose() => _folder.Dispose();
}
