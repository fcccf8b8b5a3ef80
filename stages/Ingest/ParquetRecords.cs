using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;
using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Streams the rows of a Parquet file whose columns are plain text; conversations may be JSON in a text column.</summary>
internal static class ParquetRecords
{
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string path, string spelled, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = await OpenAsync(path, spelled, cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var fields = reader.Schema.GetDataFields()
                .Where(field => field.ClrType == typeof(ReadOnlyMemory<char>) && field.MaxRepetitionLevel == 0 && !field.Path.ToString().Contains('/', StringComparison.Ordinal)).ToList();
            if (fields.Count == 0)
            {
                throw new InputException($"{spelled} has no plain text column; it has: {string.Join(", ", reader.Schema.GetDataFields().Select(field => field.Path))}.");
            }

            var row = 0L;
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                using var group = reader.OpenRowGroupReader(index);
                var columns = new List<(string Name, string?[] Values)>();
                foreach (var field in fields)
                {
                    columns.Add((field.Name, await ColumnAsync(group, field, cancellation).ConfigureAwait(false)));
                }

                for (var i = 0; i < group.RowCount; i++)
                {
                    yield return new RawRecord(++row, -1, Record(columns, i));
                }
            }
        }
    }

    private static async Task<ParquetReader> OpenAsync(string path, string spelled, CancellationToken cancellation)
    {
        try
        {
            return await ParquetReader.CreateAsync(path, cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ParquetException or NotSupportedException)
        {
            throw new InputException($"{spelled} cannot be read as Parquet: {error.Message}", error);
        }
    }

    private static async Task<string?[]> ColumnAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellation)
    {
        var count = (int)group.RowCount;
        var values = new ReadOnlyMemory<char>[count];
        var defined = field.MaxDefinitionLevel > 0 ? new int[count] : null;
        await group.ReadRawAsync<ReadOnlyMemory<char>>(field, values, defined is null ? (Memory<int>?)null : defined.AsMemory(), null, cancellation).ConfigureAwait(false);
        var texts = new string?[count];
        for (int i = 0, next = 0; i < count; i++)
        {
            texts[i] = defined is null || defined[i] == field.MaxDefinitionLevel ? values[next++].ToString() : null;
        }

        return texts;
    }

    private static JsonElement Record(List<(string Name, string?[] Values)> columns, int row)
    {
        var record = new JsonObject();
        foreach (var (name, values) in columns)
        {
            record[name] = values[row] is { } text && text.StartsWith("[{", StringComparison.Ordinal) ? AsArray(text) : values[row];
        }

        return JsonSerializer.SerializeToElement(record);
    }

    private static JsonNode AsArray(string text)
    {
        try
        {
            return JsonNode.Parse(text)!;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
