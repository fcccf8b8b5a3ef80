using System.Reflection;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>A number or truth value that is never null.</summary>
internal sealed class ScalarCodec<TRow, TValue> : ColumnCodec<TRow>
    where TRow : class
    where TValue : struct
{
    private readonly Func<TRow, TValue> _get;
    private readonly Action<TRow, TValue> _set;

    public ScalarCodec(PropertyInfo property, DataField data)
        : base(property, data, data)
    {
        _get = Getter<TValue>();
        _set = Setter<TValue>();
    }

    public override Task WriteAsync(
        ParquetRowGroupWriter group,
        IReadOnlyList<TRow> rows,
        int start,
        int count,
        CancellationToken cancellation
    )
    {
        var values = new TValue[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = _get(rows[start + i]);
        }

        return group.WriteAsync<TValue>(Data, values.AsMemory(), null, null, cancellation);
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
        await group.ReadRawAsync<TValue>(file, buffer, null, null, cancellation).ConfigureAwait(false);
        for (var i = 0; i < rows.Length; i++)
        {
            _set(rows[i], buffer[i]);
        }
    }
}

/// <summary>A number that may be null.</summary>
internal sealed class NullableScalarCodec<TRow, TValue> : ColumnCodec<TRow>
    where TRow : class
    where TValue : struct
{
    private readonly Func<TRow, TValue?> _get;
    private readonly Action<TRow, TValue?> _set;

    public NullableScalarCodec(PropertyInfo property, DataField data)
        : base(property, data, data)
    {
        _get = Getter<TValue?>();
        _set = Setter<TValue?>();
    }

    public override Task WriteAsync(
        ParquetRowGroupWriter group,
        IReadOnlyList<TRow> rows,
        int start,
        int count,
        CancellationToken cancellation
    )
    {
        var values = new TValue?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = _get(rows[start + i]);
        }

        return group.WriteAsync<TValue>(Data, values.AsMemory(), null, null, cancellation);
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
        var defined = new int[values];
        await group.ReadRawAsync<TValue>(file, buffer, defined, null, cancellation).ConfigureAwait(false);
        for (int i = 0, next = 0; i < rows.Length; i++)
        {
            _set(rows[i], defined[i] == file.MaxDefinitionLevel ? buffer[next++] : null);
        }
    }
}
