using Pipeline.Engine;
using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data.Halve;

/// <summary>
/// Parts a dataset into two halves at random, by instance id, so that a method trained on one can be held against the rows of the other: of
/// the same style, and never seen. The order of the dataset is kept.
/// </summary>
public sealed class HalveStage(HalveOptions options) : FoldStage
{
    /// <summary>The instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "halve";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var ids = await InstanceTable.IdsAsync(inputs, Instances, cancellation).ConfigureAwait(false);
        var first = InstanceDraw.First(ids, (ids.Count + 1) / 2, options.Seed);
        if (ids.Count - first.Count < options.Least)
        {
            throw new InputException(
                $"control.type: split_half trains on half of '{options.Dataset}', which has {ids.Count} rows; a batch takes "
                    + $"{options.Least}, so {2 * options.Least} rows are needed. Add rows, lower 'batch_size', or choose another control."
            );
        }

        await InstanceTable
            .CopyAsync(
                inputs,
                [Instances],
                id => first.Contains(id) == (options.Half == DatasetHalf.A),
                options.PartRows,
                output,
                cancellation
            )
            .ConfigureAwait(false);
        context.Log.Information(
            "{Dataset}: half {Half} of {All} rows with seed {Seed}",
            options.Dataset,
            options.Half,
            ids.Count,
            options.Seed
        );
    }
}
