namespace Pipeline.Engine.Stages;

/// <summary>The opened form of a map stage: turns one part's rows into the output part's rows. Disposed when the node ends.</summary>
/// <typeparam name="TRow">The table record of the output.</typeparam>
public interface IPartTransform<TRow> : IDisposable
    where TRow : class
{
    /// <summary>
    /// Makes the rows of one output part. Several parts run at once when the stage holds <see cref="ResourceSlot.Cpu"/> or
    /// <see cref="ResourceSlot.Remote"/>; one at a time when it holds <see cref="ResourceSlot.Device"/>. What it
    /// returns is sealed, so it must throw, not return, when it stops early.
    /// </summary>
    ValueTask<IReadOnlyList<TRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation);

    /// <summary>Lets go of what was opened: nothing, where a transform does not say otherwise.</summary>
    void IDisposable.Dispose() => GC.SuppressFinalize(this);
}
