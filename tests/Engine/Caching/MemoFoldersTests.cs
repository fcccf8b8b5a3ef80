using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class MemoFoldersTests
{
    [Fact]
    public void Every_stage_and_version_has_a_folder_of_its_own_and_all_of_them_are_listed_in_order()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(MemoFolders.All(folder.Root));
        string[] made = [MemoFolders.PathOf(folder.Root, "b", 1), MemoFolders.PathOf(folder.Root, "a", 12)];
        foreach (var path in made)
        {
            Directory.CreateDirectory(path);
        }

        Assert.Equal([folder.PathOf(".memo", "b-v1"), folder.PathOf(".memo", "a-v12")], made);
        Assert.Equal([made[1], made[0]], MemoFolders.All(folder.Root));
    }
}
