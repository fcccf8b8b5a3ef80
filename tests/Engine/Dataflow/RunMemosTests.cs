using Pipeline.Engine.Dataflow;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>The memories of stages in one run.</summary>
public sealed class RunMemosTests : IDisposable
{
    private static readonly string _request = new('a', 64);
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void A_stage_of_one_version_has_one_memory_and_another_version_or_stage_another()
    {
        using var memos = new RunMemos(_cache.Root);
        var one = memos.Open(FakeFold.Source("one", 1));

        Assert.Same(one, memos.Open(FakeFold.Source("one", 2)));
        Assert.NotSame(one, memos.Open(FakeFold.Source("other", 1)));
    }

    [Fact]
    public void What_one_run_remembers_the_next_one_knows()
    {
        using (var memos = new RunMemos(_cache.Root))
        {
            memos.Open(FakeFold.Source("one", 1)).Put(_request, [1, 2, 3]);
        }

        using var next = new RunMemos(_cache.Root);

        Assert.True(next.Open(FakeFold.Source("one", 1)).TryGet(_request, out var reply));
        Assert.Equal([1, 2, 3], reply);
        Assert.False(next.Open(FakeFold.Source("other", 1)).TryGet(_request, out _));
    }

    public void Dispose() => _cache.Dispose();
}
