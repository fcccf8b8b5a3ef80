using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Stages.Data.Records;

/// <summary>A column of a Parquet file that can be read: text, numbers, or lists of records of text.</summary>
internal abstract class ParquetColumn(string name)
{
    /// <summary>Stands for a value whose bytes are not UTF-8.</summary>
    public static readonly JsonNode NoText = JsonValue.Create("\uFFFD");

    /// <summary>The column's name.</summary>
    public string Name => name;

    /// <summary>The column of a field; null if it is of another type.</summary>
    public static ParquetColumn? FromField(Field field) =>
        field switch
        {
            DataField { MaxRepetitionLevel: 0 } text when text.ClrType == typeof(ReadOnlyMemory<char>) => new TextColumn(text),
            DataField { MaxRepetitionLevel: 0 } number when number.ClrType == typeof(double) => new NumberColumn<double>(number),
            DataField { MaxRepetitionLevel: 0 } number when number.ClrType == typeof(float) => new NumberColumn<float>(number),
            DataField { MaxRepetitionLevel: 0 } number when number.ClrType == typeof(long) => new NumberColumn<long>(number),
            DataField { MaxRepetitionLevel: 0 } number when number.ClrType == typeof(int) => new NumberColumn<int>(number),
            ListField { Item: StructField record } list
                when record.Fields.OfType<DataField>().Where(IsText).ToList() is { Count: > 0 } leaves => new RecordsColumn(list, leaves),
            _ => null,
        };

    /// <summary>The stored columns that it is read from.</summary>
    public abstract IReadOnlyList<DataField> Leaves { get; }

    /// <summary>The values of one row group.</summary>
    public abstract Task<JsonNode?[]> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation);

    private static bool IsText(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>);

    /// <summary>How many entries (values, nulls, empty lists) a column of a row group has: at least one for each row.</summary>
    private static int Entries(ParquetRowGroupReader group, DataField field, int rows)
    {
        var entries = checked((int)group.GetMetadata(field)!.MetaData!.NumValues);
        return (field.MaxRepetitionLevel == 0 ? entries == rows : entries >= rows)
            ? entries
            : throw new InvalidDataException($"column '{field.Path}' has {entries} values in a group of {rows} rows");
    }

    /// <summary>Text, read as bytes: the library would replace what is not UTF-8 without a word.</summary>
    private sealed class TextColumn(DataField field) : ParquetColumn(field.Name)
    {
        private readonly DataField _bytes = new ParquetSchema(new DataField<byte[]>(field.Name, field.IsNullable)).DataFields[0];

        public override IReadOnlyList<DataField> Leaves { get; } = [field];

        public override async Task<JsonNode?[]> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation)
        {
            var values = new ReadOnlyMemory<byte>[Entries(group, field, rows)];
            var defined = field.MaxDefinitionLevel > 0 ? new int[rows] : null;
            await group.ReadRawAsync<ReadOnlyMemory<byte>>(_bytes, values, Levels(defined), null, cancellation).ConfigureAwait(false);
            var texts = new JsonNode?[rows];
            for (int row = 0, next = 0; row < rows; row++)
            {
                texts[row] = defined is null || defined[row] == field.MaxDefinitionLevel ? Text(values[next++].Span) : null;
            }

            return texts;
        }

        private static JsonNode Text(ReadOnlySpan<byte> bytes) =>
            Utf8.IsValid(bytes) ? JsonValue.Create(Encoding.UTF8.GetString(bytes)) : NoText;
    }

    /// <summary>Numbers; one that is not finite is passed on as text, which JSON has no number for.</summary>
    private sealed class NumberColumn<T>(DataField field) : ParquetColumn(field.Name)
        where T : struct, INumber<T>
    {
        public override IReadOnlyList<DataField> Leaves { get; } = [field];

        public override async Task<JsonNode?[]> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation)
        {
            var values = new T[Entries(group, field, rows)];
            var defined = field.MaxDefinitionLevel > 0 ? new int[rows] : null;
            await group.ReadRawAsync<T>(field, values, Levels(defined), null, cancellation).ConfigureAwait(false);
            var numbers = new JsonNode?[rows];
            for (int row = 0, next = 0; row < rows; row++)
            {
                numbers[row] = defined is null || defined[row] == field.MaxDefinitionLevel ? Number(values[next++]) : null;
            }

            return numbers;
        }

        private static JsonValue Number(T value) => T.IsFinite(value) ? JsonValue.Create(value)! : JsonValue.Create($"{value}");
    }

    /// <summary>A list of records; each of their texts is a column of its own, with levels that say which row and record a value belongs
    /// to.</summary>
    private sealed class RecordsColumn(ListField list, IReadOnlyList<DataField> leaves) : ParquetColumn(list.Name)
    {
        public override IReadOnlyList<DataField> Leaves => leaves;

        public override async Task<JsonNode?[]> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation)
        {
            var lists = new JsonNode?[rows];
            foreach (var leaf in leaves)
            {
                var entries = Entries(group, leaf, rows);
                var (values, defined, repeated) = (new ReadOnlyMemory<char>[entries], new int[entries], new int[entries]);
                await group
                    .ReadRawAsync<ReadOnlyMemory<char>>(leaf, values, Levels(defined), Levels(repeated), cancellation)
                    .ConfigureAwait(false);
                Add(lists, leaf, values, defined, repeated);
            }

            return lists;
        }

        private void Add(JsonNode?[] lists, DataField leaf, ReadOnlyMemory<char>[] values, int[] defined, int[] repeated)
        {
            var (row, at, next) = (-1, 0, 0);
            for (var entry = 0; entry < defined.Length; entry++)
            {
                (row, at) = repeated[entry] == 0 ? (row + 1, 0) : (row, at + 1);
                if (defined[entry] < list.MaxDefinitionLevel)
                {
                    continue;
                }

                var turns = (JsonArray)(lists[row] ??= new JsonArray());
                if (at == turns.Count)
                {
                    turns.Add(new JsonObject());
                }

                turns[at]![leaf.Name] = defined[entry] == leaf.MaxDefinitionLevel ? values[next++].ToString() : null;
            }
        }
    }

    private static Memory<int>? Levels(int[]? levels) => levels is null ? (Memory<int>?)null : levels.AsMemory();
}
