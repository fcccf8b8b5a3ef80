using Pipeline.Engine.Stages;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data;

/// <summary>Reads and writes whole tables of instances for the stages that choose among them.</summary>
internal static class InstanceTable
{
    /// <summary>The ids of a table, in order.</summary>
    public static async Task<IReadOnlyList<string>> IdsAsync(StageInputs inputs, string name, CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var row in inputs.RowsAsync<Identity>(name, cancellation).ConfigureAwait(false))
        {
            ids.Add(row.InstanceId);
        }

        return ids;
    }

    /// <summary>Writes the rows of tables, one table after the other, that were chosen; parts are cut by content.</summary>
    /// <returns>How many were written.</returns>
    public static Task<long> CopyAsync(
        StageInputs inputs,
        IEnumerable<string> names,
        Func<string, bool> isChosen,
        int partRows,
        FoldOutput output,
        CancellationToken cancellation
    ) =>
        WriteAsync(
            names
                .ToAsyncEnumerable()
                .SelectMany(name => inputs.RowsAsync<InstanceRow>(name, cancellation))
                .Where(row => isChosen(row.InstanceId)),
            partRows,
            output,
            cancellation
        );

    /// <summary>Writes rows as a table; parts are cut by content.</summary>
    /// <returns>How many were written.</returns>
    public static Task<long> WriteAsync(
        IAsyncEnumerable<InstanceRow> rows,
        int partRows,
        FoldOutput output,
        CancellationToken cancellation
    ) => ContentCut.WriteAsync(rows, row => row.InstanceId, partRows, output, cancellation);

    private sealed class Identity
    {
        public string InstanceId { get; set; } = "";
    }
}
