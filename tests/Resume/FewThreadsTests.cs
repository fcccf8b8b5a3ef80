using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>A run needs no particular number of threads: with two in the pool it is as finished as with many.</summary>
public sealed class FewThreadsTests
{
    private static readonly Dictionary<string, string> _twoThreads = new()
    {
        ["DOTNET_PROCESSOR_COUNT"] = "2",
        ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1",
        ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2",
    };

    [Fact]
    public async Task A_run_with_two_threads_in_the_pool_and_more_workers_than_that_comes_to_the_same_artifacts()
    {
        var undisturbed = await Undisturbed.MadeAsync();
        using var project = undisturbed.Project();

        var run = await ProgramRun.OfAsync(project.Root, [TinyProject.Chain, "--workers", "4"], _twoThreads);

        Assert.True(run.ExitCode == 0, $"ended with {run.ExitCode}\n{run.Output}\n{run.Errors}");
        Assert.Equal(undisturbed.Chain, CacheSnapshot.Take(project.Cache));
    }
}
