using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class CacheContentsTests : IDisposable
{
    private static readonly string _one = new('1', CacheSweep.NameLength);
    private static readonly string _two = new('2', CacheSweep.NameLength);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_folder_is_what_its_name_and_manifest_say_in_order()
    {
        _folder.Write($"b/{_two}/{Manifest.FileName}", "12");
        _folder.Write($"b/{_two}/inner/file", "345");
        _folder.Write($"b/{_one}/file", "no manifest");
        _folder.Write($"a/.state-{_one}/file", "1");
        _folder.Write($"a/.state-{_two}/file", "of what is sealed");
        _folder.Write($"a/{_two}/{Manifest.FileName}", "");
        _folder.Write($"a/.tmp-{_one}-x/file", "");
        _folder.Write(".memo/b-v1/x.memo", "1234");
        _folder.Write(".memo/a-v2/x.memo", "");

        Assert.Equal(
            [
                ("a", $".state-{_one}", CacheFolderKind.State, 1),
                ("a", $".state-{_two}", CacheFolderKind.LeftOver, 17),
                ("a", $".tmp-{_one}-x", CacheFolderKind.LeftOver, 0),
                ("a", _two, CacheFolderKind.Artifact, 0),
                ("b", _one, CacheFolderKind.LeftOver, 11),
                ("b", _two, CacheFolderKind.Artifact, 5),
                (Path.Combine(".memo", "a-v2"), "a-v2", CacheFolderKind.Memo, 0),
                (Path.Combine(".memo", "b-v1"), "b-v1", CacheFolderKind.Memo, 4),
            ],
            Listed()
        );
    }

    [Fact]
    public void What_is_none_of_the_caches_is_not_listed()
    {
        _folder.Write("stage/notes/file", "somebody's");
        _folder.Write($"stage/{_one[1..]}/file", "too short a name");
        _folder.Write($"stage/{_one}x/file", "too long a name");
        _folder.Write($"stage/{new string('G', CacheSweep.NameLength)}/file", "no digits");
        _folder.Write($".locks/{_one}/file", "hidden");
        _folder.Write("a-file", "");

        Assert.Empty(Listed());
        Assert.Empty(CacheContents.List(_folder.PathOf("nowhere")));
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<(string Stage, string Name, CacheFolderKind Kind, long Bytes)> Listed() =>
        CacheContents.List(_folder.Root).Select(folder => (folder.Stage, Path.GetFileName(folder.Path), folder.Kind, folder.Bytes));
}
