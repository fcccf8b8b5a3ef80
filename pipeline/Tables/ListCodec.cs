using System.Reflection;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>A list of required elements; the list itself is never null. Strings travel as character memory.</summary>
/// <typeparam name="TRow">The row record.</typeparam>
/// <typeparam name="TElement">The array's element type in the record.</typeparam>
/// <typeparam name="TValue">The element's type in the file.</typeparam>
/// <remarks>Decoding is told the 0-based row in the group, for its errors.</remarks>
internal sealed class ListCodec<TRow, TElement, TValue> : ColumnCodec<TRow>
    where TRow : class
    where TValue : struct
{
    private const int EmptyList = 1;
    private const int Element = 2;

    private readonly Func<TRow, TElement[]> _get;
    private readonly Action<TRow, TElement[]> _set;
    private readonly Func<TElement, TValue> _encode;
    private readonly Func<TValue, int, TElement> _decode;

    public ListCodec(
        PropertyInfo property,
        ListField list,
        DataField data,
        Func<TElement, TValue> encode,
        Func<TValue, int, TElement> decode
    )
        : base(property, list, data)
    {
        _get = Getter<TElement[]>();
        _set = Setter<TElement[]>();
        _encode = encode;
        _decode = decode;
    }

    public override Task WriteAsync(
        ParquetRowGroupWriter group,
        IReadOnlyList<TRow> rows,
        int start,
        int count,
        CancellationToken cancellation
    )
    {
        var entries = 0;
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            var list =
                _get(rows[start + i])
                ?? throw new InvalidOperationException($"{typeof(TRow).Name}.{Name} is null in row {start + i + 1}; an empty list is [].");
            length += list.Length;
            entries += Math.Max(1, list.Length);
        }

        var values = new TValue[length];
        var definition = new int[entries];
        var repetition = new int[entries];
        int value = 0,
            entry = 0;
        for (var i = 0; i < count; i++)
        {
            var list = _get(rows[start + i]);
            if (list.Length == 0)
            {
                definition[entry++] = EmptyList;
            }

            for (var k = 0; k < list.Length; k++, entry++)
            {
                values[value++] = _encode(list[k]);
                definition[entry] = Element;
                repetition[entry] = k == 0 ? 0 : 1;
            }
        }

        return group.WriteAllPartsAsync<TValue>(Data, values, definition, repetition, cancellation);
    }

    public override async Task ReadAsync(
        ParquetRowGroupReader group,
        DataField file,
        int values,
        TRow[] rows,
        CancellationToken cancellation
    )
    {
        var buffer = new TValue[values];
        var definition = new int[values];
        var repetition = new int[values];
        await group.ReadRawAsync<TValue>(file, buffer, definition, repetition, cancellation).ConfigureAwait(false);

        int next = 0,
            entry = 0;
        for (var index = 0; index < rows.Length; index++)
        {
            var end = entry + 1;
            while (end < values && repetition[end] > 0)
            {
                end++;
            }

            var present = definition[entry] == file.MaxDefinitionLevel ? end - entry : 0;
            var list = present == 0 ? [] : new TElement[present];
            for (var k = 0; k < present; k++)
            {
                list[k] = _decode(buffer[next++], index);
            }

            _set(rows[index], list);
            entry = end;
        }
    }
}
