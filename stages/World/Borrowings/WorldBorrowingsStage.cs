using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.World.Borrowings;

/// <summary>
/// The certain borrowings of measured answers as a table of spans, in the form that attribution gives: what counterfactuals and the recall
/// of sources start from, with the one row that each span can have come from.
/// </summary>
public sealed class WorldBorrowingsStage : MapStage<BorrowedSpanRow>
{
    /// <summary>Streamed: the measured answers.</summary>
    public const string Measures = "measures";

    /// <summary>Whole: the instances that the model was trained on.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "world-borrowings";

    /// <inheritdoc />
    public override int Version => 5;

    /// <inheritdoc />
    public override object Options { get; } = new WorldBorrowingsOptions();

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<BorrowedSpanRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) =>
        new CertainSpans(
            await inputs
                .RowsAsync<InstanceRow>(Instances, cancellation)
                .ToDictionaryAsync(row => row.InstanceId, StringComparer.Ordinal, cancellation)
                .ConfigureAwait(false)
        );
}
