using System.Diagnostics;
using System.Globalization;
using Pipeline.Engine.Processes;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>The program is killed, as nothing can be caught, while a trainer of the user's runs.</summary>
public sealed class TrainerKillTests : IDisposable
{
    private const string Trainer = """
        output=$1; model=$2
        if [ -e step ]; then cp $model/config.json $model/model.safetensors $output; exit 0; fi
        trap 'echo 7 > step; exit 0' TERM
        echo $$ > begun.draft; mv begun.draft begun
        while :; do sleep 0.05; done
        """;

    private static readonly TimeSpan _most = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_trainer_saves_and_ends_with_a_killed_run_and_the_next_run_goes_on()
    {
        _folder.Write("rows.jsonl", """{"instruction": "Say a word.", "output": "A word."}""");
        _folder.Write("trainer.sh", Trainer);
        _folder.Write(
            "my.yaml",
            $$"""
            model: {{Repository.PathOf("data", "base")}}
            datasets: { d: { path: rows.jsonl } }
            prompts: { path: rows.jsonl }
            methods:
              mine: { type: command, command: [sh, "{script}", "{output}", "{model}"], script: trainer.sh, stop_grace_seconds: 120 }
            """
        );
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), "my.yaml", "--until", "fine-tune-command", "--quiet"]
        )
        {
            WorkingDirectory = _folder.Root,
        };
        using (var run = Process.Start(start)!)
        {
            var trainer = int.Parse(
                await File.ReadAllTextAsync(await FoundAsync("begun", run), TestContext.Current.CancellationToken),
                CultureInfo.InvariantCulture
            );
            run.Kill();
            await UntilAsync(() => ProcessTable.Find(trainer) is null);
        }

        await FoundAsync("step", null);
        var next = await ProgramRun.OfAsync(_folder.Root, ["my.yaml", "--until", "fine-tune-command"]);

        Assert.True(next.ExitCode == 0, next.Output + next.Errors);
        Assert.Contains("Took in a checkpoint", next.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> FoundAsync(string name, Process? run)
    {
        string? path = null;
        await UntilAsync(() =>
        {
            Assert.False(run?.HasExited == true, "the run ended before its trainer began");
            var cache = _folder.PathOf("cache");
            path = Directory.Exists(cache) ? Directory.EnumerateFiles(cache, name, SearchOption.AllDirectories).FirstOrDefault() : null;
            return path is not null;
        });
        return path!;
    }

    private static async Task UntilAsync(Func<bool> met)
    {
        var clock = Stopwatch.StartNew();
        while (!met())
        {
            Assert.True(clock.Elapsed < _most, "waited too long");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
