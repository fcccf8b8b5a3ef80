using Pipeline.Engine.Tables;

namespace Pipeline.Engine.Stages;

/// <summary>Runs an opened map stage on one part and writes the resulting Parquet file.</summary>
internal interface IPartRunner : IDisposable
{
    /// <summary>Writes the output part to <paramref name="path"/> and returns its row count.</summary>
    ValueTask<long> RunAsync(PartInputs inputs, PartContext context, string path, CancellationToken cancellation);
}

internal sealed class PartRunner<TRow>(IPartTransform<TRow> transform) : IPartRunner
    where TRow : class, new()
{
    public async ValueTask<long> RunAsync(PartInputs inputs, PartContext context, string path, CancellationToken cancellation)
    {
        var rows = await transform.TransformAsync(inputs, context, cancellation).ConfigureAwait(false);
        await TableFile.WriteAsync(path, rows, cancellation).ConfigureAwait(false);
        return rows.Count;
    }

    public void Dispose() => transform.Dispose();
}
