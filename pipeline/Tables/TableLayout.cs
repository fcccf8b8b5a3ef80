using System.Reflection;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>The columns of a row record: base class first, in order of declaration. Made once per record type.</summary>
internal static class TableLayout<TRow>
    where TRow : class
{
    public static IReadOnlyList<ColumnCodec<TRow>> Columns { get; } = Discover();

    public static ParquetSchema Schema { get; } = new(Columns.Select(column => column.Field));

    private static List<ColumnCodec<TRow>> Discover()
    {
        var lineage = new Stack<Type>();
        for (var type = typeof(TRow); type is not null && type != typeof(object); type = type.BaseType)
        {
            lineage.Push(type);
        }

        return lineage
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property is { CanRead: true, CanWrite: true })
            .OrderBy(property => property.DeclaringType == typeof(TRow) ? 1 : 0)
            .Select(CodecOf)
            .ToList();
    }

    private static ColumnCodec<TRow> CodecOf(PropertyInfo property)
    {
        var name = property.Name;
        return property.PropertyType switch
        {
            var type when type == typeof(string) => new StringCodec<TRow>(property, new DataField<string>(name, IsNullable(property))),
            var type when type == typeof(int) => new ScalarCodec<TRow, int>(property, new DataField<int>(name)),
            var type when type == typeof(long) => new ScalarCodec<TRow, long>(property, new DataField<long>(name)),
            var type when type == typeof(float) => new ScalarCodec<TRow, float>(property, new DataField<float>(name)),
            var type when type == typeof(double) => new ScalarCodec<TRow, double>(property, new DataField<double>(name)),
            var type when type == typeof(bool) => new ScalarCodec<TRow, bool>(property, new DataField<bool>(name)),
            var type when type == typeof(int?) => new NullableScalarCodec<TRow, int>(property, new DataField<int?>(name)),
            var type when type == typeof(double?) => new NullableScalarCodec<TRow, double>(property, new DataField<double?>(name)),
            var type when type == typeof(int[]) => ListOf<int>(property),
            var type when type == typeof(float[]) => ListOf<float>(property),
            var type when type == typeof(string[]) => StringList(property),
            _ => throw new NotSupportedException($"{typeof(TRow).Name}.{name}: {property.PropertyType.Name} is no column type."),
        };
    }

    private static ListCodec<TRow, TValue, TValue> ListOf<TValue>(PropertyInfo property)
        where TValue : struct
    {
        var element = new DataField<TValue>("element");
        return new ListCodec<TRow, TValue, TValue>(
            property,
            new ListField(property.Name, element),
            element,
            value => value,
            value => value
        );
    }

    private static ListCodec<TRow, string, ReadOnlyMemory<char>> StringList(PropertyInfo property)
    {
        var element = new DataField<string>("element", false);
        return new ListCodec<TRow, string, ReadOnlyMemory<char>>(
            property,
            new ListField(property.Name, element),
            element,
            value => TableText.Checked(value, property.Name).AsMemory(),
            value => value.ToString()
        );
    }

    private static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
}
