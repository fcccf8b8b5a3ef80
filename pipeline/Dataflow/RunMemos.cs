using System.Collections.Concurrent;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>The memos of a run: one for each stage, shared by its nodes, read when first asked.</summary>
internal sealed class RunMemos(string cacheFolder) : IDisposable
{
    private readonly ConcurrentDictionary<string, FileMemo> _memos = new(StringComparer.Ordinal);

    public IMemo Open(Stage stage) =>
        _memos.GetOrAdd(MemoFolders.PathOf(cacheFolder, stage.Name, stage.Version), folder => new FileMemo(folder));

    public void Dispose()
    {
        foreach (var memo in _memos.Values)
        {
            memo.Dispose();
        }
    }
}
