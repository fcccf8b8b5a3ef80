using System.Collections.Concurrent;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// Runs units of work and seals them in the cache. A map stage is opened at its first missing part and closed with its node. The jobs of a
/// cluster do the same by <c>worker --stage … --parts …</c>, because all that a unit needs is in the configuration and the cache.
/// </summary>
/// <param name="store">The cache.</param>
/// <param name="reporter">Is told of files that take long to hash; null for nobody.</param>
internal sealed class InProcessExecutor(ArtifactStore store, RunReporter? reporter = null) : IDisposable
{
    /// <summary>Bytes that are hashed within a fraction of a second.</summary>
    internal const long SealedAnyway = 64 << 20;

    private const string PartFile = "part.parquet";
    private readonly ConcurrentDictionary<StageNode, Lazy<Task<IPartRunner>>> _opened = new();

    /// <summary>Computes and seals one unit; its artifact's lock is held by the caller.</summary>
    public Task<Manifest> RunAsync(StageWork work, PartTask task, CancellationToken cancellation) =>
        work.Node.Stage is MapStage map
            ? RunPartAsync(map, work, task, cancellation)
            : RunFoldAsync((FoldStage)work.Node.Stage, work, task, cancellation);

    /// <summary>Says that no more units of a node will come, so that what it opened can be closed.</summary>
    public void Close(StageWork work)
    {
        if (_opened.TryRemove(work.Node, out var opened) && opened is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            opened.Value.Result.Dispose();
        }
    }

    /// <summary>Closes what is open still.</summary>
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
        foreach (var part in task.Streams!.Parts)
        {
            store.RequireIntact(part, cancellation, Reading());
        }

        var runner = await _opened
            .GetOrAdd(work.Node, _ => new Lazy<Task<IPartRunner>>(() => OpenAsync(stage, work, cancellation)))
            .Value.ConfigureAwait(false);
        return await SealAsync(
                work,
                task,
                async draft => new Dictionary<string, long>
                {
                    [PartFile] = await runner
                        .RunAsync(task.Streams, new PartContext(task.Index, work.Context), Path.Combine(draft, PartFile), cancellation)
                        .ConfigureAwait(false),
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    private async Task<IPartRunner> OpenAsync(MapStage stage, StageWork work, CancellationToken cancellation)
    {
        try
        {
            RequireIntact(work.Inputs, cancellation);
            return await stage.OpenRunnerAsync(work.Inputs, work.Context, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // It fails the node, whichever part happened to be the first to need it.
            throw new StageFailedException(work.Node.Id, null, error);
        }
    }

    private Task<Manifest> RunFoldAsync(FoldStage stage, StageWork work, PartTask task, CancellationToken cancellation) =>
        SealAsync(
            work,
            task,
            async draft =>
            {
                RequireIntact(work.Inputs, cancellation);
                var output = new FoldOutput(
                    draft,
                    store.StateFolderOf(stage.Name, task.Document.Fingerprint),
                    () => store.ReachedInStage(stage.Name),
                    cancellation
                );
                await stage.RunAsync(work.Inputs, output, work.Context, cancellation).ConfigureAwait(false);
                return output.PartRows;
            },
            cancellation
        );

    private static long BytesIn(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private Action<FileReading>? Reading() => reporter is null ? null : new HashingReporter(reporter).Take;

    /// <summary>What was sealed long ago may have been damaged since: nothing is computed from it unseen.</summary>
    private void RequireIntact(StageInputs inputs, CancellationToken cancellation)
    {
        foreach (var name in inputs.Names)
        {
            store.RequireIntact(inputs[name], cancellation, Reading());
        }
    }

    /// <summary>Lets a stage write and seals what it wrote: also when the run was cancelled meanwhile, for what is finished is kept. But
    /// what takes long to hash, such as a large model, is given up then: a cluster kills what does not end.</summary>
    private async Task<Manifest> SealAsync(
        StageWork work,
        PartTask task,
        Func<string, Task<IReadOnlyDictionary<string, long>>> write,
        CancellationToken cancellation
    )
    {
        var stage = work.Node.Stage.Name;
        var draft = store.BeginDraft(stage, task.Document.Fingerprint);
        try
        {
            var rows = await write(draft).ConfigureAwait(false);
            work.Inputs.EnsureUnchanged(cancellation);
            return store.Commit(
                stage,
                task.Document.Document,
                task.Document.Fingerprint,
                draft,
                rows,
                BytesIn(draft) > SealedAnyway ? cancellation : CancellationToken.None,
                Reading()
            );
        }
        catch
        {
            ArtifactStore.Discard(draft);
            throw;
        }
    }
}
