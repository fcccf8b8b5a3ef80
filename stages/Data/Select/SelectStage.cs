using Pipeline.Engine.Stages;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Select;

/// <summary>Drops the instances that the exclude stage chose: cleaning of data by results, as plain configuration on a static
/// graph.</summary>
public sealed class SelectStage : MapStage<InstanceRow>
{
    /// <summary>Streamed: the instances.</summary>
    public const string Instances = "instances";

    /// <summary>Whole: the rows to leave out.</summary>
    public const string Excluded = "excluded";

    /// <inheritdoc />
    public override string Name => "select";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options { get; } = new SelectOptions();

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<InstanceRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) =>
        new Exclusion(
            (await InstanceTable.IdsAsync(inputs, Excluded, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal)
        );

    private sealed class Exclusion(HashSet<string> dropped) : IPartTransform<InstanceRow>
    {
        public async ValueTask<IReadOnlyList<InstanceRow>> TransformAsync(
            PartInputs inputs,
            PartContext context,
            CancellationToken cancellation
        )
        {
            var rows = await inputs.ReadAsync<InstanceRow>(Instances, cancellation).ConfigureAwait(false);
            return rows.Where(row => !dropped.Contains(row.InstanceId)).ToList();
        }
    }
}
