using Parquet;
using Parquet.Serialization;

namespace Pipeline.Engine.Tables;

/// <summary>A table file read without its record, for people: values by column, lists as lists.</summary>
/// <param name="Columns">The columns' names in the file's order.</param>
/// <param name="Rows">The rows; a value that is null is null.</param>
internal sealed record UntypedTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows)
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    /// <exception cref="InputException">It is no Parquet file or is damaged.</exception>
    public static async Task<UntypedTable> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await RequireSoundAsync(path, cancellation).ConfigureAwait(false);
            var stream = File.OpenRead(path);
            await using (stream.ConfigureAwait(false))
            {
                var read = await ParquetSerializer.DeserializeUntypedAsync(stream, cancellationToken: cancellation).ConfigureAwait(false);
                return new UntypedTable(
                    [.. read.Schema.Fields.Select(field => field.Name)],
                    [.. read.Data.Select(row => row.ToDictionary(entry => entry.Key, entry => Plain(entry.Value), StringComparer.Ordinal))]
                );
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw SealedParquet.Unreadable(path, error);
        }
    }

    private static async Task RequireSoundAsync(string path, CancellationToken cancellation)
    {
        using var file = SealedParquet.Open(path);
        var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                using var group = reader.OpenRowGroupReader(index);
                SealedParquet.RequireGroup(file, group, TableFile.RowsPerGroup, reader.Schema.GetDataFields());
            }
        }
    }

    private static object? Plain(object? value) =>
        value switch
        {
            ReadOnlyMemory<char> text => text.ToString(),
            IEnumerable<ReadOnlyMemory<char>> texts => texts.Select(text => text.ToString()).ToArray(),
            _ => value,
        };
}
