using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public RealPathTests() => _root = RealPath.Resolve(_folder.Root);

    [Fact]
    public void Links_are_followed_wherever_in_the_path_they_are()
    {
        var file = _folder.Write("real/inner/a.yaml", "");
        Directory.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("real"));
        File.CreateSymbolicLink(_folder.PathOf("b.yaml"), "link/inner/a.yaml");

        Assert.Equal(Path.Combine(_root, "real", "inner", "a.yaml"), RealPath.Resolve(file));
        Assert.Equal(RealPath.Resolve(file), RealPath.Resolve(_folder.PathOf("link", "inner", "a.yaml")));
        Assert.Equal(RealPath.Resolve(file), RealPath.Resolve(_folder.PathOf("b.yaml")));
        Assert.Equal(RealPath.Resolve(file), RealPath.Resolve(_folder.PathOf("real", "..", "link", "inner", ".", "a.yaml")));
    }

    [Fact]
    public void What_is_not_there_yet_is_resolved_as_far_as_it_is()
    {
        Directory.CreateDirectory(_folder.PathOf("real"));
        Directory.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("real"));

        Assert.Equal(Path.Combine(_root, "real", "no", "such", "file"), RealPath.Resolve(_folder.PathOf("link", "no", "such", "file")));
        Assert.Equal("/", RealPath.Resolve("/"));
    }

    public void Dispose() => _folder.Dispose();
}
