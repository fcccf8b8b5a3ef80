using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_text_takes_the_place_of_the_one_before_and_leaves_nothing_beside_it()
    {
        var path = _folder.Write("a.json", "the one before, which is longer");

        DurableFile.WriteAllText(path, "ä");

        Assert.Equal("ä"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void A_text_that_cannot_be_put_in_its_place_leaves_nothing_beside_it()
    {
        var path = Directory.CreateDirectory(_folder.PathOf("a.json")).FullName;

        Assert.ThrowsAny<Exception>(() => DurableFile.WriteAllText(path, "text"));

        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.Root));
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
    }

    [Fact]
    public async Task Readers_see_one_text_or_the_other_and_never_a_part()
    {
        var path = _folder.Write("a.json", new string('a', 100_000));
        string[] texts = [new('a', 100_000), new('b', 100_000)];
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(
            () =>
            {
                var torn = 0;
                while (!stop.IsCancellationRequested)
                {
                    torn += texts.Contains(File.ReadAllText(path)) ? 0 : 1;
                }

                return torn;
            },
            TestContext.Current.CancellationToken
        );
        for (var turn = 0; turn < 20; turn++)
        {
            DurableFile.WriteAllText(path, texts[turn % 2]);
        }

        await stop.CancelAsync();
        Assert.Equal(0, await reading);
    }

    [Fact]
    public void Folders_write_protected_files_and_what_is_in_folders_can_be_flushed()
    {
        var path = _folder.Write("inner/deep/a", "text");
        FileRights.Set(path, UnixFileMode.UserRead);

        DurableFile.FlushTree(_folder.Root, TestContext.Current.CancellationToken);
        DurableFile.FlushFolder(_folder.Root);
        DurableFile.FlushFolder(_folder.PathOf("nowhere"));

        Assert.Throws<FileNotFoundException>(() => DurableFile.Flush(_folder.PathOf("none")));
        Assert.Throws<DirectoryNotFoundException>(() =>
            DurableFile.FlushTree(_folder.PathOf("nowhere"), TestContext.Current.CancellationToken)
        );
    }

    public void Dispose() => _folder.Dispose();
}
