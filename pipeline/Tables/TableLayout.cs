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
            .Select(ChooseCodec)
            .ToList();
    }

    private static ColumnCodec<TRow> ChooseCodec(PropertyInfo property)
    {
        var name = property.Name;
        var type = property.PropertyType;
        return type == typeof(string) ? Text(property, TextForm.KeepText(name), IsNullable(property))
            : type == typeof(int) ? new ScalarCodec<TRow, int>(property, new DataField<int>(name))
            : type == typeof(long) ? new ScalarCodec<TRow, long>(property, new DataField<long>(name))
            : type == typeof(float) ? new ScalarCodec<TRow, float>(property, new DataField<float>(name))
            : type == typeof(double) ? new ScalarCodec<TRow, double>(property, new DataField<double>(name))
            : type == typeof(bool) ? new ScalarCodec<TRow, bool>(property, new DataField<bool>(name))
            : type == typeof(int?) ? new NullableScalarCodec<TRow, int>(property, new DataField<int?>(name))
            : type == typeof(double?) ? new NullableScalarCodec<TRow, double>(property, new DataField<double?>(name))
            : type == typeof(int[]) ? NumberList<int>(property)
            : type == typeof(float[]) ? NumberList<float>(property)
            : type == typeof(string[]) ? TextList(property, TextForm.KeepText(name))
            : WordEnum(type) is { } words ? ChooseWordCodec(property, words)
            : throw new NotSupportedException($"{typeof(TRow).Name}.{name}: {type.Name} is no column type.");
    }

    /// <summary>The enum whose words a column of that type holds: the type itself, its nullable form, or an array of either.</summary>
    private static Type? WordEnum(Type type)
    {
        var element = type.IsSZArray ? type.GetElementType()! : type;
        var plain = Nullable.GetUnderlyingType(element) ?? element;
        return plain.IsEnum ? plain : null;
    }

    private static ColumnCodec<TRow> ChooseWordCodec(PropertyInfo property, Type words) =>
        (ColumnCodec<TRow>)
            typeof(TableLayout<TRow>)
                .GetMethod(nameof(WordCodec), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(words)
                .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [property], null)!;

    private static ColumnCodec<TRow> WordCodec<TEnum>(PropertyInfo property)
        where TEnum : struct, Enum
    {
        var type = property.PropertyType;
        var absent = property.IsDefined(typeof(EmptyWhenNullAttribute)) ? "" : null;
        return (type == typeof(TEnum) || type == typeof(TEnum[])) && absent is not null
                ? throw new NotSupportedException(
                    $"{typeof(TRow).Name}.{property.Name} is never null; it needs no {nameof(EmptyWhenNullAttribute)}."
                )
            : type == typeof(TEnum) ? Text(property, TextForm.SpellMember<TEnum>(), isNullable: false)
            : type == typeof(TEnum?) ? Text(property, TextForm.SpellOptional<TEnum>(absent), isNullable: absent is null)
            : type == typeof(TEnum[]) ? TextList(property, TextForm.SpellMember<TEnum>())
            : TextList(property, TextForm.SpellOptional<TEnum>(absent));
    }

    private static TextCodec<TRow, TValue> Text<TValue>(PropertyInfo property, TextForm<TValue> form, bool isNullable) =>
        new(property, new DataField<string>(property.Name, isNullable), form);

    private static ListCodec<TRow, TValue, TValue> NumberList<TValue>(PropertyInfo property)
        where TValue : struct
    {
        var element = new DataField<TValue>("element");
        return new ListCodec<TRow, TValue, TValue>(
            property,
            new ListField(property.Name, element),
            element,
            value => value,
            (value, _) => value
        );
    }

    private static ListCodec<TRow, TValue, ReadOnlyMemory<char>> TextList<TValue>(PropertyInfo property, TextForm<TValue> form)
    {
        var element = new DataField<string>("element", false);
        return new ListCodec<TRow, TValue, ReadOnlyMemory<char>>(
            property,
            new ListField(property.Name, element),
            element,
            value =>
                (form.Write(value) ?? throw new InvalidOperationException($"{typeof(TRow).Name}.{property.Name} holds a null.")).AsMemory(),
            (value, row) => form.Read(value, row)
        );
    }

    private static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
}
