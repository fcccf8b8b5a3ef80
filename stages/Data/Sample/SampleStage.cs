using Pipeline.Engine;
using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data.Sample;

/// <summary>
/// Draws a random subset of a dataset, for learning curves by size. Subsets of one seed are nested: what 1,000 rows hold, 10,000 hold too,
/// so that a difference between sizes is not one between draws. The order of the dataset is kept.
/// </summary>
public sealed class SampleStage(SampleOptions options) : FoldStage
{
    /// <summary>The instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "sample";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var ids = await InstanceTable.IdsAsync(inputs, Instances, cancellation).ConfigureAwait(false);
        if (options.Size < 1 || options.Size > ids.Count)
        {
            throw new InputException(
                $"A sample of {options.Size} rows of '{options.Dataset}' was asked for, expected between 1 and the {ids.Count} that it has."
            );
        }

        var chosen = InstanceDraw.First(ids, options.Size, options.Seed);
        await InstanceTable.CopyAsync(inputs, [Instances], chosen.Contains, options.PartRows, output, cancellation).ConfigureAwait(false);
        context.Log.Information(
            "{Dataset}: {Size} of {All} rows drawn with seed {Seed}",
            options.Dataset,
            options.Size,
            ids.Count,
            options.Seed
        );
    }
}
