using Pipeline.Engine.Stages;
using Pipeline.Stages.Ingest;

namespace Pipeline.Stages;

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
    public static async Task<long> CopyAsync(
        StageInputs inputs, IEnumerable<string> names, Func<string, bool> isChosen, int partRows, FoldOutput output, CancellationToken cancellation)
    {
        var cut = new ContentCut(partRows);
        var part = new List<InstanceRow>();
        var written = 0L;
        foreach (var name in names)
        {
            await foreach (var row in inputs.RowsAsync<InstanceRow>(name, cancellation).ConfigureAwait(false))
            {
                if (!isChosen(row.InstanceId))
                {
                    continue;
                }

                part.Add(row);
                written++;
                if (cut.EndsWith(row.InstanceId))
                {
                    await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
                    part.Clear();
                }
            }
        }

        if (part.Count > 0)
        {
            await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
        }

        return written;
    }

    /// <summary>Writes rows as a table; parts are cut by content.</summary>
    public static async Task WriteAsync(IEnumerable<InstanceRow> rows, int partRows, FoldOutput output, CancellationToken cancellation)
    {
        var cut = new ContentCut(partRows);
        var part = new List<InstanceRow>();
        foreach (var row in rows)
        {
            part.Add(row);
            if (cut.EndsWith(row.InstanceId))
            {
                await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
                part.Clear();
            }
        }

        if (part.Count > 0)
        {
            await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
        }
    }

    private sealed class Identity
    {
        public string InstanceId { get; set; } = "";
    }
}
