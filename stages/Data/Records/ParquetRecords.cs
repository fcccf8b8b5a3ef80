using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;
using Pipeline.Engine;
using Pipeline.Engine.Tables;

namespace Pipeline.Stages.Data.Records;

/// <summary>Streams the rows of a Parquet file, a row group at a time: its columns of text and numbers, and its lists of records of text
/// (conversations).</summary>
internal static class ParquetRecords
{
    private const long MaximumGroupRows = 1 << 24;

    /// <summary>The rows, in order.</summary>
    /// <exception cref="InputException">The file is damaged, or none of its columns can be read.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string path,
        string spelled,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        await using var closing = file.ConfigureAwait(false);
        var reader = await GuardedAsync(
                spelled,
                () =>
                {
                    ParquetStructure.RequireFooter(file);
                    return ParquetReader.CreateAsync(path, cancellationToken: cancellation);
                }
            )
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var (columns, leftOut) = await GuardedAsync(spelled, () => Task.FromResult(Columns(reader.Schema.Fields)))
                .ConfigureAwait(false);
            var row = 0L;
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                var group = await GuardedAsync(spelled, () => GroupAsync(file, reader, index, columns, row, spelled, cancellation))
                    .ConfigureAwait(false);
                foreach (var values in group)
                {
                    yield return new RawRecord(++row, -1, values, leftOut);
                }
            }
        }
    }

    private static (List<ParquetColumn> Columns, List<string> LeftOut) Columns(IReadOnlyList<Field> fields)
    {
        var columns = fields.Select(ParquetColumn.FromField).OfType<ParquetColumn>().ToList();
        return (columns, fields.Where(field => columns.All(column => column.Name != field.Name)).Select(Described).ToList());
    }

    /// <summary>Runs the library on bytes that may hold anything: whatever it stumbles over, the file is what is wrong.</summary>
    private static async Task<T> GuardedAsync<T>(string spelled, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (InputException or OperationCanceledException))
        {
            throw new InputException($"{spelled} cannot be read as Parquet: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static async Task<IEnumerable<JsonElement>> GroupAsync(
        FileStream file,
        ParquetReader reader,
        int index,
        List<ParquetColumn> columns,
        long rowsBefore,
        string spelled,
        CancellationToken cancellation
    )
    {
        using var group = reader.OpenRowGroupReader(index);
        if (group.RowCount is < 0 or > MaximumGroupRows)
        {
            throw new InvalidDataException(
                $"row group {index + 1} says that it has {group.RowCount} rows, expected at most {MaximumGroupRows}"
            );
        }

        var rows = (int)group.RowCount;
        var values = new List<(string Name, JsonNode?[] Values)>();
        foreach (var column in columns)
        {
            foreach (var leaf in column.Leaves)
            {
                ParquetStructure.RequirePages(file, group, leaf);
            }

            var read = await column.ReadAsync(group, rows, cancellation).ConfigureAwait(false);
            var invalid = Array.IndexOf(read, ParquetColumn.NoText);
            values.Add(
                invalid < 0
                    ? (column.Name, read)
                    : throw new InputException(
                        $"{spelled}, row {rowsBefore + invalid + 1}: '{column.Name}' holds bytes that are not UTF-8."
                    )
            );
        }

        return Enumerable.Range(0, rows).Select(row => Record(values, row));
    }

    private static JsonElement Record(List<(string Name, JsonNode?[] Values)> columns, int row)
    {
        var record = new JsonObject();
        foreach (var (name, values) in columns)
        {
            record[name] = values[row];
        }

        return JsonSerializer.SerializeToElement(record);
    }

    private static string Described(Field field) =>
        $"{field.Name} ({(field is DataField data ? data.ClrType.Name : field.SchemaType.ToString())})";
}
