using System.Reflection;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>A text column, required or nullable.</summary>
internal sealed class StringCodec<TRow> : ColumnCodec<TRow>
    where TRow : class
{
    private readonly Func<TRow, string?> _get;
    private readonly Action<TRow, string?> _set;

    public StringCodec(PropertyInfo property, DataField data)
        : base(property, data, data)
    {
        _get = Getter<string?>();
        _set = Setter<string?>();
    }

    public override Task WriteAsync(
        ParquetRowGroupWriter group,
        IReadOnlyList<TRow> rows,
        int start,
        int count,
        CancellationToken cancellation
    )
    {
        var values = new string?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] =
                _get(rows[start + i]) is { } value ? TableText.Checked(value, Name)
                : Data.IsNullable ? null
                : throw new InvalidOperationException(
                    $"{typeof(TRow).Name}.{Name} is null in row {start + i + 1}, but the column is required."
                );
        }

        return group.WriteAsync(Data, values!, null);
    }

    public override async Task ReadAsync(
        ParquetRowGroupReader group,
        DataField file,
        int values,
        TRow[] rows,
        CancellationToken cancellation
    )
    {
        var buffer = new ReadOnlyMemory<char>[values];
        var defined = file.MaxDefinitionLevel > 0 ? new int[values] : null;
        await group
            .ReadRawAsync<ReadOnlyMemory<char>>(file, buffer, defined is null ? (Memory<int>?)null : defined.AsMemory(), null, cancellation)
            .ConfigureAwait(false);
        for (int i = 0, next = 0; i < rows.Length; i++)
        {
            _set(rows[i], defined is null || defined[i] == file.MaxDefinitionLevel ? buffer[next++].ToString() : null);
        }
    }
}

/// <summary>Text that Parquet can hold: its UTF-8 has no form for half of a surrogate pair.</summary>
internal static class TableText
{
    public static string Checked(string value, string column)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
            {
                continue;
            }

            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
            {
                i++;
                continue;
            }

            throw new InputException(
                $"Column {column}: a text holds the lone surrogate U+{(int)value[i]:X4} at character {i}; it cannot be stored as UTF-8."
            );
        }

        return value;
    }
}
