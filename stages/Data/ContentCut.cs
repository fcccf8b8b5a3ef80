using System.Globalization;
using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data;

/// <summary>
/// Decides where parts end by what their rows are: after an id that says so, or when a part is full. A row inserted or deleted anywhere
/// moves only the boundaries up to the next such id.
/// </summary>
internal sealed class ContentCut(int partRows)
{
    private int _rows;

    /// <summary>Writes rows as a table whose parts end where their ids say.</summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<long> WriteAsync<TRow>(
        IAsyncEnumerable<TRow> rows,
        Func<TRow, string> id,
        int partRows,
        FoldOutput output,
        CancellationToken cancellation
    )
        where TRow : class, new()
    {
        var cut = new ContentCut(partRows);
        var part = new List<TRow>();
        var written = 0L;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            part.Add(row);
            written++;
            if (cut.EndsWith(id(row)))
            {
                await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
                part.Clear();
            }
        }

        if (part.Count > 0)
        {
            await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
        }

        return written;
    }

    /// <summary>Counts a row into the current part and says whether the part ends with it.</summary>
    public bool EndsWith(string instanceId)
    {
        _rows++;
        var mean = Math.Max(1, partRows / 4);
        var chance = uint.Parse(instanceId.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (_rows < partRows && chance % (uint)mean != 0)
        {
            return false;
        }

        _rows = 0;
        return true;
    }
}
