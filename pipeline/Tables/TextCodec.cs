using System.Reflection;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>A column of texts, required or nullable: a text as it is, or the words of an enum.</summary>
/// <typeparam name="TRow">The row record.</typeparam>
/// <typeparam name="TValue">The property's type.</typeparam>
internal sealed class TextCodec<TRow, TValue> : ColumnCodec<TRow>
    where TRow : class
{
    private readonly Func<TRow, TValue> _get;
    private readonly Action<TRow, TValue> _set;
    private readonly TextForm<TValue> _form;

    public TextCodec(PropertyInfo property, DataField data, TextForm<TValue> form)
        : base(property, data, data)
    {
        _get = Getter<TValue>();
        _set = Setter<TValue>();
        _form = form;
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
                _form.Write(_get(rows[start + i])) is { } value ? value
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
            var isDefined = defined is null || defined[i] == file.MaxDefinitionLevel;
            _set(rows[i], _form.Read(isDefined ? (ReadOnlyMemory<char>?)buffer[next++] : null, i));
        }
    }
}
