namespace Pipeline.Engine.Tables;

/// <summary>
/// Reads and writes one Parquet file of plain records. A row record is a class with public settable (or init) properties of type string,
/// string?, int, int?, long, float, double, double?, bool, int[], float[] or string[]; columns carry the property's name.
/// </summary>
public static class TableFile
{
    /// <summary>Writes rows in order, in bounded row groups, zstd-compressed (float vectors uncompressed), flushed to disk.</summary>
    public static Task WriteAsync<TRow>(string path, IReadOnlyList<TRow> rows, CancellationToken cancellation)
        where TRow : class, new() => throw new NotImplementedException();

    /// <summary>Reads all rows of a file; columns that <typeparamref name="TRow"/> lacks are skipped.</summary>
    /// <exception cref="InputException">The file is no Parquet file, or lacks a column, or holds another type.</exception>
    public static Task<IReadOnlyList<TRow>> ReadAsync<TRow>(string path, CancellationToken cancellation)
        where TRow : class, new() => throw new NotImplementedException();
}
