using Pipeline.Engine.Tables;

namespace Pipeline.Benchmarks;

/// <summary>Tables that a run exported, each into a folder of its own.</summary>
internal static class ExportedTable
{
    /// <summary>All rows of a table, part after part.</summary>
    public static async Task<List<TRow>> ReadAsync<TRow>(string folder, string artifact)
        where TRow : class, new()
    {
        var rows = new List<TRow>();
        foreach (var part in Directory.GetFiles(Path.Combine(folder, artifact), "part-*.parquet").Order(StringComparer.Ordinal))
        {
            rows.AddRange(await TableFile.ReadAsync<TRow>(part, CancellationToken.None).ConfigureAwait(false));
        }

        return rows;
    }
}
