using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>An approximate index, which needs FAISS, so that it stands in no other chain.</summary>
public sealed class VectorIndexKillTests(ITestOutputHelper output) : CommitPointKillTests(output)
{
    internal static readonly string[] Stages = ["vector-index"];

    [Fact]
    public async Task An_index_killed_everywhere_or_deleted_ends_as_undisturbed()
    {
        Faiss.SkipUnlessThere();
        using var project = (await Undisturbed.MadeAsync()).Project();
        await project.SucceedAsync(TinyProject.Indexed);
        var expected = CacheSnapshot.Take(project.Cache);
        Assert.Contains("index.faiss", string.Join('\n', expected.Keys), StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(project.PathOf("runs", "indexed", "report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("Near rows are those that the index HNSW4 finds.", page, StringComparison.Ordinal);
        Assert.Contains("nearest rows found by", page, StringComparison.Ordinal);
        Assert.Matches("FAISS [0-9.]+", page);
        project.Clear();

        await KillEverywhereAsync(project, TinyProject.Indexed, Stages);
        await project.SucceedAsync(TinyProject.Indexed);

        Assert.Equal(expected, CacheSnapshot.Take(project.Cache));
        Directory.Delete(project.PathOf("cache", "vector-index"), recursive: true);
        var again = await project.SucceedAsync(TinyProject.Indexed);
        Assert.Contains("vector-index", again.Output + again.Errors, StringComparison.Ordinal);
        Assert.Equal(expected, CacheSnapshot.Take(project.Cache));
    }
}
