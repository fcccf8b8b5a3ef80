using System.Text.Json;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>The real program is killed at seeded random moments spread over the time that an undisturbed run takes.</summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Seed = 20240207;
    private const string Events = "events.jsonl";

    [Fact]
    public async Task Killed_at_random_moments_it_ends_as_undisturbed()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();
        var random = new Random(Seed);
        var time = expected.ChainTime;
        var killed = 0;

        // One moment out of each twentieth of the time. Each run goes on from the kill before it, so a late moment may find it over: then
        // the
        // result is looked at, and the kill is tried on a run from nothing, and if that is faster than the measured one, once more.
        for (var kill = 0; kill < Kills; kill++)
        {
            var share = (kill + random.NextDouble()) / Kills;
            var (hit, _) = await KillAsync(project, share * time);
            for (var attempt = 0; hit is null && attempt < 2; attempt++)
            {
                Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
                project.Clear();
                (hit, var elapsed) = await KillAsync(project, share * time);
                time = hit is null ? elapsed : time;
            }

            killed += hit is null ? 0 : 1;
            output.WriteLine($"kill {kill + 1} at {share:P0} of {time.TotalSeconds:F2} s: {hit ?? "the run was over"}");
        }

        await project.SucceedAsync(TinyProject.Chain);

        Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
        Assert.True(killed > 0, "every run was over before its kill");
    }

    /// <summary>What was under way when the program was killed; null if it was over by then.</summary>
    private static async Task<(string? UnderWay, TimeSpan Elapsed)> KillAsync(TinyProject project, TimeSpan moment)
    {
        File.Delete(project.PathOf(Events));
        var run = await project.RunAsync([TinyProject.Chain, "--quiet", "--json", Events], killAfter: moment);
        Assert.True(run.ExitCode is 0 or 137, $"the run ended with {run.ExitCode}\n{run.Output}\n{run.Errors}");
        return (run.ExitCode == 0 ? null : UnderWay(project.PathOf(Events)), run.Elapsed);
    }

    private static string UnderWay(string path)
    {
        if (!File.Exists(path))
        {
            return "starting up";
        }

        var open = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path).Where(line => line.EndsWith('}')))
        {
            using var happened = JsonDocument.Parse(line);
            var kind = happened.RootElement.GetProperty("event").GetString();
            if (kind is "part_started" or "part_sealed")
            {
                var unit =
                    $"{happened.RootElement.GetProperty("node").GetString()} part {happened.RootElement.GetProperty("index").GetInt32()}";
                _ = kind == "part_started" ? open.Add(unit) : open.Remove(unit);
            }
        }

        return open.Count == 0 ? "between two parts" : string.Join(", ", open);
    }
}
