using System.Linq.Expressions;
using System.Reflection;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>Moves one property of a row record to and from a Parquet column.</summary>
/// <typeparam name="TRow">The row record.</typeparam>
internal abstract class ColumnCodec<TRow>(PropertyInfo property, Field column, DataField data)
    where TRow : class
{
    /// <summary>The column's name: the property's.</summary>
    public string Name => property.Name;

    /// <summary>The field in the file's schema: the data field itself, or the list around it.</summary>
    public Field Field => column;

    /// <summary>The leaf that holds the values.</summary>
    public DataField Data => data;

    /// <summary>The leaf's path in a file.</summary>
    public string LeafPath => column is ListField ? $"{Name}/list/element" : Name;

    /// <summary>Writes the property of the rows from <paramref name="start"/> on.</summary>
    public abstract Task WriteAsync(
        ParquetRowGroupWriter group,
        IReadOnlyList<TRow> rows,
        int start,
        int count,
        CancellationToken cancellation
    );

    /// <summary>Fills the property of <paramref name="rows"/> from <paramref name="values"/> leaf entries of a file's column.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, DataField file, int values, TRow[] rows, CancellationToken cancellation);

    protected Func<TRow, TValue> Getter<TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Expression.Property(row, property), row).Compile();
    }

    protected Action<TRow, TValue> Setter<TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Action<TRow, TValue>>(Expression.Assign(Expression.Property(row, property), value), row, value).Compile();
    }
}
