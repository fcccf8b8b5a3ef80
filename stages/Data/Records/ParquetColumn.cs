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

    /// <summary>Stands for a text that is longer than a row may be.</summary>
    public static readonly JsonNode TooLong = JsonValue.Create("…");

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

    /// <summary>Reads one row group.</summary>
    /// <returns>The value of a row, made when it is asked for: as a file has them, values are small, and as texts they need not
    /// be.</returns>
    public abstract Task<Func<int, JsonNode?>> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation);

    /// <summary>Replaces levels by the place of each entry's value among those that are there; −1 where there is none.</summary>
    private static int[]? Places(int[]? defined, int whole)
    {
        for (int entry = 0, next = 0; entry < defined?.Length; entry++)
        {
            defined[entry] = defined[entry] == whole ? next++ : -1;
        }

        return defined;
    }

    private static JsonNode Text(ReadOnlySpan<byte> bytes) =>
        bytes.Length > JsonRecordScanner.MaximumRow ? TooLong
        : Utf8.IsValid(bytes) ? JsonValue.Create(Encoding.UTF8.GetString(bytes))
        : NoText;

    private static bool IsText(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>);

    /// <summary>How many entries (values, nulls, empty lists) a column of a row group has: at least one for each row.</summary>
    private static int Entries(ParquetRowGroupReader group, DataField field, int rows)
    {
        var entries = checked((int)group.GetMetadata(field)!.MetaData!.NumValues);
        return (field.MaxRepetitionLevel == 0 ? entries == rows : entries >= rows)
            ? entries
            : throw new ParquetFault($"column '{field.Path}' has {entries} values in a group of {rows} rows");
    }

    /// <summary>Text, read as bytes: the library would replace what is not UTF-8 without a word.</summary>
    private sealed class TextColumn(DataField field) : ParquetColumn(field.Name)
    {
        private readonly DataField _bytes = new ParquetSchema(new DataField<byte[]>(field.Name, field.IsNullable)).DataFields[0];

        public override IReadOnlyList<DataField> Leaves { get; } = [field];

        public override async Task<Func<int, JsonNode?>> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation)
        {
            var values = new ReadOnlyMemory<byte>[Entries(group, field, rows)];
            var defined = field.MaxDefinitionLevel > 0 ? new int[rows] : null;
            await group.ReadRawAsync<ReadOnlyMemory<byte>>(_bytes, values, Levels(defined), null, cancellation).ConfigureAwait(false);
            var places = Places(defined, field.MaxDefinitionLevel);
            return row =>
                places is null ? Text(values[row].Span)
                : places[row] < 0 ? null
                : Text(values[places[row]].Span);
        }
    }

    /// <summary>Numbers; one that is not finite is passed on as text, which JSON has no number for.</summary>
    private sealed class NumberColumn<T>(DataField field) : ParquetColumn(field.Name)
        where T : struct, INumber<T>
    {
        public override IReadOnlyList<DataField> Leaves { get; } = [field];

        public override async Task<Func<int, JsonNode?>> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation)
        {
            var values = new T[Entries(group, field, rows)];
            var defined = field.MaxDefinitionLevel > 0 ? new int[rows] : null;
            await group.ReadRawAsync<T>(field, values, Levels(defined), null, cancellation).ConfigureAwait(false);
            var places = Places(defined, field.MaxDefinitionLevel);
            return row =>
                places is null ? Number(values[row])
                : places[row] < 0 ? null
                : Number(values[places[row]]);
        }

        private static JsonValue Number(T value) => T.IsFinite(value) ? JsonValue.Create(value)! : JsonValue.Create($"{value}");
    }

    /// <summary>A list of records; each of their texts is a column of its own, with levels that say which row and record a value belongs
    /// to.</summary>
    private sealed class RecordsColumn(ListField list, IReadOnlyList<DataField> leaves) : ParquetColumn(list.Name)
    {
        public override IReadOnlyList<DataField> Leaves => leaves;

        public override async Task<Func<int, JsonNode?>> ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellation)
        {
            var read = new List<Leaf>();
            foreach (var leaf in leaves)
            {
                var entries = Entries(group, leaf, rows);
                var (defined, repeated) = (new int[entries], new int[entries]);
                var text = await TextsAsync(group, leaf, defined, repeated, cancellation).ConfigureAwait(false);
                var isRecord = Array.ConvertAll(defined, level => level >= list.MaxDefinitionLevel);
                read.Add(new Leaf(leaf.Name, text, Places(defined, leaf.MaxDefinitionLevel)!, isRecord, Starts(repeated, rows)));
            }

            return row => Turns(read, row);
        }

        /// <summary>Reads the texts of a leaf, as bytes where the file nests lists as they are written today: letters take twice the
        /// memory, and the library makes them of bytes that are not UTF-8 without a word.</summary>
        private async Task<Func<int, JsonNode>> TextsAsync(
            ParquetRowGroupReader group,
            DataField leaf,
            int[] defined,
            int[] repeated,
            CancellationToken cancellation
        )
        {
            if (AsBytes(leaf) is { } bytes)
            {
                var texts = new ReadOnlyMemory<byte>[defined.Length];
                await group
                    .ReadRawAsync<ReadOnlyMemory<byte>>(bytes, texts, Levels(defined), Levels(repeated), cancellation)
                    .ConfigureAwait(false);
                return place => Text(texts[place].Span);
            }

            var letters = new ReadOnlyMemory<char>[defined.Length];
            await group
                .ReadRawAsync<ReadOnlyMemory<char>>(leaf, letters, Levels(defined), Levels(repeated), cancellation)
                .ConfigureAwait(false);
            return place => JsonValue.Create(letters[place].ToString());
        }

        private DataField? AsBytes(DataField leaf)
        {
            var record = new StructField(list.Item.Name, new DataField<byte[]>(leaf.Name, leaf.IsNullable));
            var bytes = new ParquetSchema(new ListField(list.Name, record)).DataFields[0];
            return
                bytes.Path.Equals(leaf.Path)
                && bytes.MaxDefinitionLevel == leaf.MaxDefinitionLevel
                && bytes.MaxRepetitionLevel == leaf.MaxRepetitionLevel
                ? bytes
                : null;
        }

        private static JsonNode? Turns(List<Leaf> leaves, int row)
        {
            JsonArray? turns = null;
            foreach (var leaf in leaves)
            {
                var at = 0;
                for (var entry = leaf.Starts[row]; entry < leaf.Starts[row + 1]; entry++, at++)
                {
                    if (!leaf.IsRecord[entry])
                    {
                        continue;
                    }

                    turns ??= [];
                    if (at == turns.Count)
                    {
                        turns.Add(new JsonObject());
                    }

                    var value = leaf.Places[entry] < 0 ? null : leaf.Text(leaf.Places[entry]);
                    if (ReferenceEquals(value, NoText) || ReferenceEquals(value, TooLong))
                    {
                        return value;
                    }

                    turns[at]![leaf.Name] = value;
                }
            }

            return turns;
        }

        /// <summary>Where each row's entries begin, and behind the last one where they end: an entry that repeats nothing begins a
        /// row.</summary>
        private static int[] Starts(int[] repeated, int rows)
        {
            if (repeated is [not 0, ..])
            {
                throw new ParquetFault("its first entry begins no row");
            }

            var starts = new int[rows + 1];
            var row = 0;
            for (var entry = 0; entry < repeated.Length; entry++)
            {
                if (repeated[entry] == 0)
                {
                    starts[row++] = row > rows ? throw new ParquetFault($"its entries begin more than {rows} rows") : entry;
                }
            }

            Array.Fill(starts, repeated.Length, row, starts.Length - row);
            return starts;
        }

        private sealed record Leaf(string Name, Func<int, JsonNode> Text, int[] Places, bool[] IsRecord, int[] Starts);
    }

    private static Memory<int>? Levels(int[]? levels) => levels is null ? (Memory<int>?)null : levels.AsMemory();
}
