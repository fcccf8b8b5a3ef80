using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribute;
using Pipeline.Stages.Ingest;

namespace Pipeline.Stages.Select;

/// <summary>
/// Drops the instances that attribution blames most (the most borrowed spans; ties by id): cleaning of data, or the first half of a
/// counterfactual, as plain configuration on a static graph. Which rows go is content.
/// </summary>
public sealed class SelectStage(SelectOptions options) : MapStage<InstanceRow>
{
    /// <summary>Streamed: the instances.</summary>
    public const string Instances = "instances";

    /// <summary>Whole, any number with this prefix: spans that blame instances.</summary>
    public const string SpansPrefix = "spans";

    /// <inheritdoc />
    public override string Name => "select";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<InstanceRow>> OpenAsync(StageInputs inputs, StageContext context, CancellationToken cancellation)
    {
        var blame = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in inputs.Names.Where(name => name.StartsWith(SpansPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            await foreach (var span in inputs.RowsAsync<BorrowedSpanRow>(name, cancellation).ConfigureAwait(false))
            {
                if (span.Borrowed)
                {
                    blame[span.SourceInstanceId] = blame.GetValueOrDefault(span.SourceInstanceId) + 1;
                }
            }
        }

        var dropped = blame.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(options.Top).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        context.Log.Information("{Dropped} of {Blamed} blamed instances are dropped", dropped.Count, blame.Count);
        return new Exclusion(dropped);
    }

    private sealed class Exclusion(HashSet<string> dropped) : IPartTransform<InstanceRow>
    {
        public async ValueTask<IReadOnlyList<InstanceRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
        {
            var rows = await inputs.ReadAsync<InstanceRow>(Instances, cancellation).ConfigureAwait(false);
            return rows.Where(row => !dropped.Contains(row.InstanceId)).ToList();
        }

        public void Dispose()
        {
        }
    }
}
