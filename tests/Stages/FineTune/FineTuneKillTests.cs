using System.Diagnostics;
using System.Globalization;
using Pipeline.Tests.Resume;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.FineTune;

/// <summary>
/// Fine-tuning in the real program, killed with SIGKILL at seeded steps and once inside a write of its state, each run going on from what the
/// kill before it left: checkpoints, adapter and tables are byte for byte those of an undisturbed run.
/// </summary>
public sealed class FineTuneKillTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Steps = 60;
    private const string Train = "train.yaml";

    [Fact]
    public async Task Killed_ten_times_it_ends_with_the_bytes_of_an_undisturbed_run()
    {
        using var project = (await Undisturbed.MadeAsync()).Project();
        project.Write(Train, $$"""
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
            """);
        await project.SucceedAsync(Train, "--until", "fine-tune", "--quiet");
        var expected = Trained(project);
        project.Clear();

        var random = new Random(5);
        var hit = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var write = kill == Kills / 2;
            var step = 1 + (2 * Steps * kill / Kills) + random.Next(2 * Steps / Kills);
            hit.Add(await KillAsync(project, step, write));
            output.WriteLine($"kill {kill + 1}: {hit[^1]}");
        }

        var resumed = await project.SucceedAsync(Train, "--until", "fine-tune");

        Assert.Equal(expected, Trained(project));
        Assert.Contains(hit, moment => moment.StartsWith("inside", StringComparison.Ordinal));
        Assert.True(hit.Count(moment => moment != "over") >= Kills - 2);
        Assert.Matches(@"Resuming after step \d+ of 60: epoch [\d.]+, learning rate [\d.e-]+, \d+ rows seen", resumed.Output + resumed.Errors);
    }

    private static SortedDictionary<string, string> Trained(TinyProject project) =>
        new(CacheSnapshot.Of(project.Cache).Where(file => file.Key.StartsWith("fine-tune/", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal);

    /// <summary>Starts the program and kills it once both methods together are past a step, or when it has a state half written.</summary>
    private static async Task<string> KillAsync(TinyProject project, int step, bool insideWrite)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), Train, "--until", "fine-tune", "--quiet"])
        {
            WorkingDirectory = project.Root,
        };
        using var process = Process.Start(start)!;
        while (!process.HasExited)
        {
            var (done, draft) = StateOf(project.PathOf("cache", "fine-tune"));
            if (done >= step && (!insideWrite || draft is not null))
            {
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                return insideWrite && Directory.Exists(draft) ? $"inside the write of {Path.GetFileName(draft)}" : $"after step {done}";
            }

            await Task.Yield();
        }

        return "over";
    }

    /// <summary>The steps that states on disk and finished artifacts stand for, and a state that is being written.</summary>
    private static (int Steps, string? Draft) StateOf(string folder)
    {
        try
        {
            var states = Directory.EnumerateDirectories(folder, ".state-*").SelectMany(Directory.EnumerateDirectories).ToList();
            var finished = Directory.EnumerateFiles(folder, "manifest.json", SearchOption.AllDirectories).Count();
            var newest = states.Select(path => Path.GetFileName(path)).Where(name => name.StartsWith("step-", StringComparison.Ordinal)).Max(StringComparer.Ordinal);
            return ((finished * Steps) + (newest is null ? 0 : int.Parse(newest["step-".Length..], CultureInfo.InvariantCulture)), states.FirstOrDefault(path => path.Contains(".tmp-step", StringComparison.Ordinal)));
        }
        catch (IOException)
        {
            return (0, null);
        }
    }
}
