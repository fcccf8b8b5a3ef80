using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>The fictional world and what is measured in it.</summary>
public sealed class WorldKillTests(ITestOutputHelper output) : CommitPointKillTests(output)
{
    internal static readonly string[] Stages =
    [
        "world-corpus",
        "world-facts",
        "world-instructions",
        "world-prompts",
        "world-measure",
        "world-borrowings",
        "world-results",
        "halve",
        "world-validity",
    ];

    [Fact]
    public async Task A_world_killed_everywhere_ends_as_undisturbed()
    {
        var made = await Undisturbed.MadeAsync();
        using var undisturbed = made.Project();
        using var project = made.Project();
        await undisturbed.SucceedAsync(TinyProject.WorldText);
        await undisturbed.SucceedAsync(TinyProject.World);

        await KillEverywhereAsync(project, TinyProject.WorldText, Stages[0]);
        await KillEverywhereAsync(project, TinyProject.World, Stages[1..]);
        await project.SucceedAsync(TinyProject.WorldText);
        await project.SucceedAsync(TinyProject.World);

        Assert.Equal(CacheSnapshot.Take(undisturbed.Cache), CacheSnapshot.Take(project.Cache));
    }
}
