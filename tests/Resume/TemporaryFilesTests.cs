using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>A run needs no folder for temporary files: nothing is copied there, and so nothing loaded from there, so that it may as well be
/// one from which nothing can be run; and nothing of ours is left in it.</summary>
public sealed class TemporaryFilesTests
{
    [Theory]
    [InlineData("missing")]
    [InlineData("a file")]
    [InlineData("usual")]
    public async Task A_run_comes_to_the_same_artifacts_whatever_is_the_matter_with_it(string kind)
    {
        var undisturbed = await Undisturbed.MadeAsync();
        using var project = undisturbed.Project();
        using var place = new TemporaryFolder();
        var folder = Make(place, kind);

        var run = await ProgramRun.OfAsync(
            project.Root,
            [TinyProject.Chain],
            new Dictionary<string, string> { ["TMPDIR"] = folder, ["DOTNET_EnableDiagnostics"] = "0" }
        );

        Assert.True(run.ExitCode == 0, $"ended with {run.ExitCode}\n{run.Output}\n{run.Errors}");
        Assert.Equal(undisturbed.Chain, CacheSnapshot.Take(project.Cache));
        Assert.Empty(kind == "usual" ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : []);
    }

    /// <summary>In a file in the place of the folder nobody can write, root neither.</summary>
    private static string Make(TemporaryFolder place, string kind) =>
        kind switch
        {
            "missing" => place.PathOf("missing"),
            "a file" => place.Write("file", ""),
            _ => Directory.CreateDirectory(place.PathOf("usual")).FullName,
        };
}
