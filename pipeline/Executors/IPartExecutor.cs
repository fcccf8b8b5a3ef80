using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Executors;

/// <summary>
/// Runs units of work of a node and seals them in the cache. In this process now; a pool of worker processes or a cluster's job array does
/// the same by starting <c>worker --stage … --parts …</c>, because all that a unit needs is in the configuration and the cache.
/// </summary>
public interface IPartExecutor : IDisposable
{
    /// <summary>Computes and seals one unit; its artifact's lock is held by the caller.</summary>
    Task<Manifest> RunAsync(StageWork work, PartTask task, CancellationToken cancellation);

    /// <summary>Says that no more units of a node will come, so that what it opened can be closed.</summary>
    void Close(StageWork work);
}
