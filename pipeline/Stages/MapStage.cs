namespace Pipeline.Engine.Stages;

/// <summary>A stage that makes one part of its output from one part of its streamed inputs; see <see cref="MapStage{TRow}"/>.</summary>
public abstract class MapStage : Stage
{
    /// <summary>Opens what all parts share and returns a runner that writes one output part at a time.</summary>
    internal abstract ValueTask<IPartRunner> OpenRunnerAsync(StageInputs inputs, StageContext context, CancellationToken cancellation);
}

/// <summary>
/// A stage that turns each part of its streamed input into one part of its output and may read any number of whole inputs (models, indexes,
/// control tables), which are awaited first. Rows of an output part must depend on nothing but that part's inputs, the whole inputs and the
/// options: parts are cached, resumed and distributed one by one, in any order.
/// </summary>
/// <typeparam name="TRow">The table record of the output.</typeparam>
public abstract class MapStage<TRow> : MapStage
    where TRow : class, new()
{
    /// <summary>
    /// Opens what all parts share: loads the model, builds the index. Called once a run, when the first part is missing from the cache, and
    /// never when every part hits.
    /// </summary>
    public abstract ValueTask<IPartTransform<TRow>> OpenAsync(StageInputs inputs, StageContext context, CancellationToken cancellation);

    internal sealed override async ValueTask<IPartRunner> OpenRunnerAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) => new PartRunner<TRow>(await OpenAsync(inputs, context, cancellation).ConfigureAwait(false));
}
