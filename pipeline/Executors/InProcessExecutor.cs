using System.Collections.Concurrent;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Executors;

/// <summary>Runs units in this process. A map stage is opened at its first missing part and closed with its node.</summary>
public sealed class InProcessExecutor(ArtifactStore store) : IPartExecutor
{
    private const string PartFile = "part.parquet";
    private readonly ConcurrentDictionary<StageNode, Lazy<Task<IPartRunner>>> _opened = new();

    /// <inheritdoc />
    public Task<Manifest> RunAsync(StageWork work, PartTask task, CancellationToken cancellation) =>
        work.Node.Stage is MapStage map ? RunPartAsync(map, work, task, cancellation) : RunFoldAsync((FoldStage)work.Node.Stage, work, task, cancellation);

    /// <inheritdoc />
    public void Close(StageWork work)
    {
        if (_opened.TryRemove(work.Node, out var opened) && opened is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            opened.Value.Result.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var opened in _opened.Values)
        {
            if (opened is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                opened.Value.Result.Dispose();
            }
        }

        _opened.Clear();
    }

    private async Task<Manifest> RunPartAsync(MapStage stage, StageWork work, PartTask task, CancellationToken cancellation)
    {
        var runner = await _opened.GetOrAdd(
            work.Node,
            _ => new Lazy<Task<IPartRunner>>(() => stage.OpenRunnerAsync(work.Inputs, work.Context, cancellation).AsTask())).Value.ConfigureAwait(false);
        var draft = store.BeginDraft(stage.Name, task.Document.Fingerprint);
        var rows = await runner.RunAsync(task.Streams!, new PartContext(task.Index, work.Context), Path.Combine(draft, PartFile), cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return store.Commit(stage.Name, task.Document.Document, task.Document.Fingerprint, draft, new Dictionary<string, long> { [PartFile] = rows });
    }

    private async Task<Manifest> RunFoldAsync(FoldStage stage, StageWork work, PartTask task, CancellationToken cancellation)
    {
        var fingerprint = task.Document.Fingerprint;
        var draft = store.BeginDraft(stage.Name, fingerprint);
        var output = new FoldOutput(draft, store.StateFolderOf(stage.Name, fingerprint), () => store.ReachedInStage(stage.Name));
        await stage.RunAsync(work.Inputs, output, work.Context, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return store.Commit(stage.Name, task.Document.Document, fingerprint, draft, output.PartRows);
    }
}
