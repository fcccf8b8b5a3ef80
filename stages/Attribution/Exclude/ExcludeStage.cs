using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Exclude;

/// <summary>
/// Chooses the rows of a dataset to leave out by results: the instances that borrowed spans are attributed to (the most spans first; ties
/// by id), or one of two placebos of the same size. Which rows go is content on a static graph.
/// </summary>
public sealed class ExcludeStage(ExcludeOptions options) : FoldStage
{
    /// <summary>Any number with this prefix: spans that blame instances.</summary>
    public const string Spans = "spans:";

    /// <summary>The dataset.</summary>
    public const string Instances = "instances";

    /// <summary>Any number with this prefix, for the placebos: the rows nearest to the answers that hold the spans.</summary>
    public const string Neighbours = "neighbours:";

    /// <inheritdoc />
    public override string Name => "exclude";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var blame = await Blame.ReadAsync(inputs, Spans, options.Level, cancellation).ConfigureAwait(false);
        var instances = await InstanceTable.IdsAsync(inputs, Instances, cancellation).ConfigureAwait(false);
        var neighbours = new List<NeighbourRow>();
        foreach (var name in inputs.Named(Neighbours))
        {
            neighbours.AddRange(await inputs.RowsAsync<NeighbourRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false));
        }

        var arms = new ExclusionArms(blame, instances, neighbours, options.Seed);
        var wanted = Math.Min(options.Top, blame.Ranked.Count);
        if (wanted > arms.Most && !options.EqualArms && options.Arm != ExclusionArm.Source)
        {
            throw new InputException(
                $"{context.Node}: {wanted} rows are to be left out, but of {instances.Count} rows {blame.Ranked.Count} are blamed, "
                    + $"so that a placebo can have {arms.Most}. Lower 'top'."
            );
        }

        var count = options.EqualArms ? Math.Min(wanted, arms.Most) : wanted;
        if (count < wanted)
        {
            context.Log.Warning(
                "{Count} rows in each arm instead of {Wanted}: of {Rows} rows {Blamed} are blamed",
                count,
                wanted,
                instances.Count,
                blame.Ranked.Count
            );
        }

        var rows = arms.Rows(options.Arm, count);
        if (options.Arm == ExclusionArm.Source)
        {
            context.Log.Information("{Dropped} of {Blamed} blamed instances are dropped", rows.Count, blame.Ranked.Count);
        }
        else
        {
            context.Log.Information("{Dropped} instances that nothing blames are dropped as a placebo", rows.Count);
        }

        await output.WritePartAsync(rows, cancellation).ConfigureAwait(false);
    }
}
