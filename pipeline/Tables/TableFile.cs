using System.IO.Compression;
using Parquet;
using Parquet.Schema;
using Pipeline.Engine.Configuration;

namespace Pipeline.Engine.Tables;

/// <summary>
/// Reads and writes one Parquet file of plain records. A row record is a class with public settable properties of type string, string?,
/// int, int?, long, float, double, double?, bool, int[], float[] or string[], or of an enum, nullable or in an array too, whose words stand
/// in the file as texts do (<see cref="Vocabulary"/>); columns carry the property's name. Equal rows give equal bytes.
/// </summary>
public static class TableFile
{
    internal const int RowsPerGroup = 4096;

    private static readonly ParquetOptions _options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Fastest,
    };

    /// <summary>Writes rows in order, in bounded row groups, compressed, and flushes the file to disk.</summary>
    /// <exception cref="InputException">A text holds a lone surrogate.</exception>
    public static async Task WriteAsync<TRow>(string path, IReadOnlyList<TRow> rows, CancellationToken cancellation)
        where TRow : class, new()
    {
        var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        await using (stream.ConfigureAwait(false))
        {
            var writer = await ParquetWriter
                .CreateAsync(TableLayout<TRow>.Schema, stream, _options, cancellationToken: cancellation)
                .ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                for (var start = 0; start < rows.Count; start += RowsPerGroup)
                {
                    using var group = writer.CreateRowGroup();
                    foreach (var column in TableLayout<TRow>.Columns)
                    {
                        await column
                            .WriteAsync(group, rows, start, Math.Min(RowsPerGroup, rows.Count - start), cancellation)
                            .ConfigureAwait(false);
                    }

                    group.CompleteValidate();
                }
            }

            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Reads all rows of a file; columns that <typeparamref name="TRow"/> lacks are skipped.</summary>
    /// <exception cref="IOException">The file is gone.</exception>
    /// <exception cref="InputException">The file is no Parquet file or is damaged, or lacks a column, or holds another type, or a
    /// text that is none of a column's words.</exception>
    public static async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(string path, CancellationToken cancellation)
        where TRow : class, new()
    {
        try
        {
            using var file = SealedParquet.Open(path);
            var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await ReadRowsAsync<TRow>(file, reader, path, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is not (InputException or OperationCanceledException))
        {
            throw SealedParquet.Unreadable(path, error);
        }
    }

    private static async Task<IReadOnlyList<TRow>> ReadRowsAsync<TRow>(
        FileStream file,
        ParquetReader reader,
        string path,
        CancellationToken cancellation
    )
        where TRow : class, new()
    {
        var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Path.ToString(), StringComparer.Ordinal);
        var columns = TableLayout<TRow>.Columns.Select(column => (Column: column, Field: Match(column, fields, path))).ToList();
        var all = new List<TRow>();
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            SealedParquet.RequireGroup(file, group, RowsPerGroup, columns.ConvertAll(column => column.Field));
            var rows = new TRow[group.RowCount];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = new TRow();
            }

            foreach (var (column, field) in columns)
            {
                var values = checked((int)group.GetMetadata(field)!.MetaData!.NumValues);
                try
                {
                    await column.ReadAsync(group, field, values, rows, cancellation).ConfigureAwait(false);
                }
                catch (UnknownWordException error)
                {
                    throw new InputException(
                        $"{path}: column '{column.Name}' is {Quotation.Quote(error.Word)} in row {all.Count + error.Row + 1}; allowed: "
                            + $"{string.Join(", ", error.Allowed.Select(Quotation.Quote))}. If it lies in the cache, remove its folder and run "
                            + "again: it is made anew.",
                        error
                    );
                }
            }

            all.AddRange(rows);
        }

        return all;
    }

    private static DataField Match<TRow>(ColumnCodec<TRow> column, Dictionary<string, DataField> fields, string path)
        where TRow : class
    {
        if (!fields.TryGetValue(column.LeafPath, out var field))
        {
            throw new InputException($"{path}: column '{column.Name}' is missing; it holds: {string.Join(", ", fields.Keys)}.");
        }

        if (field.ClrType != column.Data.ClrType || (field.IsNullable && !column.Data.IsNullable))
        {
            throw new InputException($"{path}: column '{column.Name}' is {Describe(field)}, expected {Describe(column.Data)}.");
        }

        return field;
    }

    private static string Describe(DataField field) =>
        (field.ClrType == typeof(ReadOnlyMemory<char>) ? "string" : field.ClrType.Name) + (field.IsNullable ? " (nullable)" : "");
}
