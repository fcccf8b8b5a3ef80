using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>Several programs at once on one cache.</summary>
public sealed class SharedCacheTests
{
    [Fact]
    public async Task Two_runs_at_once_both_end_and_leave_what_one_run_leaves()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();

        // Under another run name, as another configuration that shares the cache would be.
        var runs = await Task.WhenAll(project.RunAsync([TinyProject.Chain]), project.RunAsync([TinyProject.Chain, "--set", "run=second"]));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Errors}"));
        Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
    }

    [Fact]
    public async Task Who_waits_for_a_run_that_is_killed_takes_over_from_it()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();

        var runs = await Task.WhenAll(
            project.RunAsync([TinyProject.Chain], $"fine-tune:{CommitPoint.InStage}:1"),
            project.RunAsync([TinyProject.Chain, "--set", "run=second"])
        );

        Assert.True(runs[1].ExitCode == 0, $"{runs[1].Output}\n{runs[1].Errors}");

        // What the dead left is swept by whoever starts next.
        await project.SucceedAsync(TinyProject.Chain);
        Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
    }
}
