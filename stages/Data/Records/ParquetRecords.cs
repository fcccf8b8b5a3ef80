using System.Text.Encodings.Web;
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
    /// <summary>Letters as they are, so that a row is as long here as it would be in a JSON file.</summary>
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rows, in order.</summary>
    /// <exception cref="InputException">The file is damaged, or none of its columns can be read.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string path,
        string spelled,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var file = RegularFile.OpenRead(path, spelled);
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
            var limits = new RowLimits(file.Length, spelled);
            var row = 0L;
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                // Open until its last row is made: what was read may look into its buffers.
                using var group = await GuardedAsync(spelled, () => Task.FromResult(reader.OpenRowGroupReader(index)))
                    .ConfigureAwait(false);
                var rows = await GuardedAsync(spelled, () => RowsAsync(file, group, index, columns, row, limits, cancellation))
                    .ConfigureAwait(false);
                foreach (var values in rows)
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

    private static async Task<IEnumerable<JsonElement>> RowsAsync(
        FileStream file,
        ParquetRowGroupReader group,
        int index,
        List<ParquetColumn> columns,
        long rowsBefore,
        RowLimits limits,
        CancellationToken cancellation
    )
    {
        limits.RequireRows(index, group.RowCount, columns);
        var unpacked = 0L;
        foreach (var leaf in columns.SelectMany(column => column.Leaves))
        {
            unpacked += ParquetStructure.RequirePages(file, group, leaf);
            limits.RequireColumn(index, leaf, unpacked, group.GetMetadata(leaf)!.MetaData!.NumValues);
        }

        var rows = (int)group.RowCount;
        var values = new List<(string Name, Func<int, JsonNode?> Value)>();
        foreach (var column in columns)
        {
            values.Add((column.Name, await column.ReadAsync(group, rows, cancellation).ConfigureAwait(false)));
        }

        return Enumerable.Range(0, rows).Select(row => Record(values, row, rowsBefore + row + 1, limits));
    }

    private static JsonNode? Value(Func<int, JsonNode?> valueOf, int row, string name, long number, RowLimits limits)
    {
        try
        {
            return valueOf(row);
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException)
        {
            throw limits.BadRow(number, $"'{name}' is damaged: it says that it has values which it has not");
        }
    }

    private static JsonElement Record(List<(string Name, Func<int, JsonNode?> Value)> columns, int row, long number, RowLimits limits)
    {
        var record = new JsonObject();
        foreach (var (name, valueOf) in columns)
        {
            var value = Value(valueOf, row, name, number, limits);
            if (ReferenceEquals(value, ParquetColumn.NoText) || ReferenceEquals(value, ParquetColumn.TooLong))
            {
                throw limits.BadRow(
                    number,
                    ReferenceEquals(value, ParquetColumn.NoText)
                        ? $"'{name}' holds bytes that are not UTF-8"
                        : $"'{name}' is longer than {JsonRecordScanner.MaximumRow >> 20} MiB"
                );
            }

            record[name] = value;
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(record, _plain);
        limits.RequireRow(number, text.Length);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string Described(Field field) =>
        $"{field.Name} ({(field is DataField data ? data.ClrType.Name : field.SchemaType.ToString())})";
}
