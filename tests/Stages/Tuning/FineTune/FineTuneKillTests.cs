using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Resume;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Tuning.FineTune;

/// <summary>
/// Fine-tuning in the real program, killed with SIGKILL right after seeded saves of its state, then with half a save beside them, then at
/// whatever step it has come to; each run goes on from what the kill before it left: checkpoints, adapter and tables are byte for byte
/// those of an undisturbed run.
/// </summary>
public sealed partial class FineTuneKillTests(ITestOutputHelper output)
{
    private const int Killed = 128 + 9;
    private const int Kills = 5;
    private const int Steps = 60;
    private const string Train = "train.yaml";

    [Fact]
    public async Task Killed_ten_times_it_ends_with_the_bytes_of_an_undisturbed_run()
    {
        using var project = (await Undisturbed.MadeAsync()).Project();
        project.Write(
            Train,
            $$"""
            run: train
            model: base
            datasets: { rows: { path: rows.jsonl, format: alpaca } }
            prompts: { path: prompts.jsonl, format: alpaca }
            methods:
              lora: { rank: 2, dropout: 0.1, targets: [all-linear], learning_rate: 1.0e-2, neftune_alpha: 5 }
              full: { type: full, learning_rate: 1.0e-3 }
            stages:
              tokenize: { template: plain, max_length: 64 }
              fine_tune: { max_steps: {{Steps}}, batch_size: 4, micro_batch_size: 2, evaluation_share: 0.3, early_stopping_patience: 50, checkpoints: 3, save_every_steps: 1 }
            """
        );
        await project.SucceedAsync(Train, "--until", "fine-tune", "--quiet");
        var expected = Trained(project);
        project.Clear();

        var random = new Random(5);
        var begun = new HashSet<string>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var saves = 1 + random.Next(Steps / Kills);
            var run = await project.RunAsync([Train, "--until", "fine-tune"], $"fine-tune:{CommitPoint.InStage}:{saves}");

            Assert.True(run.ExitCode == Killed, $"the run ended with {run.ExitCode}\n{run.Output}\n{run.Errors}");

            // Either method may be trained; one whose steps were saved before goes on from them.
            var method = Begun().Match(run.Output + run.Errors).Groups[1].Value;
            Assert.True(!begun.Contains(method) || Resumed().IsMatch(run.Output + run.Errors), $"{run.Output}\n{run.Errors}");
            if (saves > 1)
            {
                begun.Add(method);
            }

            output.WriteLine($"kill {kill}: {StateOf(project)} steps done");
        }

        LeaveHalfASave(project);
        for (var kill = 1; kill <= Kills; kill++)
        {
            output.WriteLine($"kill {Kills + kill}: {await KillAsync(project, Steps + (Steps * kill / (Kills + 1)))}");
        }

        await project.SucceedAsync(Train, "--until", "fine-tune");

        Assert.Equal(expected, Trained(project));
    }

    [GeneratedRegex(@"Resuming after step \d+ of 60: epoch [\d.]+, learning rate [\d.e-]+, \d+ rows seen")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"fine-tune/(\w+)\.rows: \d+ steps")]
    private static partial Regex Begun();

    private static SortedDictionary<string, string> Trained(TinyProject project) =>
        new(
            CacheSnapshot.Take(project.Cache).Where(file => file.Key.StartsWith("fine-tune/", StringComparison.Ordinal)).ToDictionary(),
            StringComparer.Ordinal
        );

    /// <summary>What a kill inside a save leaves: a folder of the next step that holds the beginning of its tensors.</summary>
    private static void LeaveHalfASave(TinyProject project)
    {
        var save = Saves(project).MaxBy(StepOf)!;
        var draft = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(save)!, $".tmp-step-{StepOf(save) + 1:D9}")).FullName;
        var tensors = File.ReadAllBytes(Path.Combine(save, "state.safetensors"));
        File.WriteAllBytes(Path.Combine(draft, "state.safetensors"), tensors[..(tensors.Length / 2)]);
    }

    /// <summary>Starts the program and kills it when both methods together are seen past a step; it may be over before that is
    /// seen.</summary>
    private static async Task<string> KillAsync(TinyProject project, int step)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), Train, "--until", "fine-tune", "--quiet"]
        )
        {
            WorkingDirectory = project.Root,
        };
        using var process = Process.Start(start)!;
        while (!process.HasExited)
        {
            if (StateOf(project) is var done && done >= step)
            {
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                return $"after step {done}";
            }

            await Task.Yield();
        }

        return "over";
    }

    /// <summary>The steps that states on disk and finished artifacts stand for.</summary>
    private static int StateOf(TinyProject project)
    {
        try
        {
            var finished = Directory
                .EnumerateFiles(project.PathOf("cache", "fine-tune"), "manifest.json", SearchOption.AllDirectories)
                .Count();
            return (finished * Steps) + Saves(project).Select(StepOf).DefaultIfEmpty().Max();
        }
        catch (IOException)
        {
            // A save went away while it was looked at.
            return 0;
        }
    }

    private static List<string> Saves(TinyProject project) =>
        [
            .. Directory
                .EnumerateDirectories(project.PathOf("cache", "fine-tune"), ".state-*")
                .SelectMany(state => Directory.EnumerateDirectories(state, "step-*")),
        ];

    private static int StepOf(string save) => int.Parse(Path.GetFileName(save)["step-".Length..], CultureInfo.InvariantCulture);
}
