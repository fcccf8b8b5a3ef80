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
        var file = DatasetFile.OpenRead(path, spelled);
        await using var closing = file.ConfigureAwait(false);
        var reader = await GuardedAsync(
                spelled,
                "its footer",
                () =>
                {
                    Structure(() => ParquetStructure.RequireFooter(file));
                    return ParquetReader.CreateAsync(path, cancellationToken: cancellation);
                }
            )
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var (columns, leftOut) = await GuardedAsync(spelled, "its schema", () => Task.FromResult(Columns(reader.Schema.Fields)))
                .ConfigureAwait(false);
            var limits = new RowLimits(file.Length, spelled);
            var row = 0L;
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                // Open until its last row is made: what was read may look into its buffers.
                using var group = await GuardedAsync(
                        spelled,
                        $"row group {index + 1}",
                        () => Task.FromResult(reader.OpenRowGroupReader(index))
                    )
                    .ConfigureAwait(false);
                var values = await ValuesAsync(spelled, file, group, index, columns, limits, cancellation).ConfigureAwait(false);
                for (var at = 0; at < group.RowCount; at++)
                {
                    yield return new RawRecord(++row, -1, Record(values, at, row, limits), leftOut);
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
    private static async Task<T> GuardedAsync<T>(string spelled, string place, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (ParquetFault fault)
        {
            throw new InputException($"{spelled} cannot be read as Parquet: {fault.Message}", fault);
        }
        catch (Exception error) when (error is not (InputException or OperationCanceledException))
        {
            var problem = error is NotSupportedException or NotImplementedException
                ? "uses an encoding, a type or a compression that is not read"
                : "is damaged, or uses what is not read";
            throw new InputException(
                $"{spelled} cannot be read as Parquet: {place} {problem}; expected a file as pyarrow or DuckDB write it",
                error
            );
        }
    }

    /// <summary>Runs our own check, whose words are for the user.</summary>
    private static void Structure(Action check)
    {
        try
        {
            check();
        }
        catch (InvalidDataException error)
        {
            throw new ParquetFault(error.Message);
        }
    }

    private static async Task<List<(string Name, Func<int, JsonNode?> Value)>> ValuesAsync(
        string spelled,
        FileStream file,
        ParquetRowGroupReader group,
        int index,
        List<ParquetColumn> columns,
        RowLimits limits,
        CancellationToken cancellation
    )
    {
        limits.RequireRows(index, group.RowCount, columns);
        var unpacked = 0L;
        foreach (var leaf in columns.SelectMany(column => column.Leaves))
        {
            await GuardedAsync(
                    spelled,
                    $"row group {index + 1}, column '{leaf.Path}'",
                    () =>
                    {
                        Structure(() => unpacked += ParquetStructure.RequirePages(file, group, leaf));
                        limits.RequireColumn(index, leaf, unpacked, group.GetMetadata(leaf)!.MetaData!.NumValues);
                        return Task.FromResult(true);
                    }
                )
                .ConfigureAwait(false);
        }

        var values = new List<(string Name, Func<int, JsonNode?> Value)>();
        foreach (var column in columns)
        {
            var value = await GuardedAsync(
                    spelled,
                    $"row group {index + 1}, column '{column.Name}'",
                    () => column.ReadAsync(group, (int)group.RowCount, cancellation)
                )
                .ConfigureAwait(false);
            values.Add((column.Name, value));
        }

        return values;
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
