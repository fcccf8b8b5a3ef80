using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Engine.Configuration;

/// <summary>Which YAML shape a property's type takes.</summary>
internal static class SettingKind
{
    private static readonly HashSet<Type> _lists =
    [
        typeof(IReadOnlyList<>),
        typeof(IReadOnlyCollection<>),
        typeof(IEnumerable<>),
        typeof(IList<>),
        typeof(List<>),
    ];

    private static readonly HashSet<Type> _dictionaries =
    [
        typeof(IReadOnlyDictionary<,>),
        typeof(IDictionary<,>),
        typeof(OrderedDictionary<,>),
    ];

    /// <summary>A text, truth value, number, enum or path, or the nullable form of one.</summary>
    public static bool IsScalar(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum
            || plain == typeof(string)
            || plain == typeof(bool)
            || plain == typeof(int)
            || plain == typeof(long)
            || plain == typeof(double)
            || plain == typeof(float)
            || plain == typeof(SettingPath);
    }

    public static bool IsList(Type type, [NotNullWhen(true)] out Type? element)
    {
        element =
            type.IsArray ? type.GetElementType()
            : type.IsGenericType && _lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0]
            : null;
        return element is not null;
    }

    public static bool IsDictionary(Type type, [NotNullWhen(true)] out Type? element)
    {
        element =
            type.IsGenericType && _dictionaries.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments()[0] == typeof(string)
                ? type.GetGenericArguments()[1]
                : null;
        return element is not null;
    }

    public static bool IsRecord(Type type) =>
        !IsScalar(type) && !IsList(type, out _) && !IsDictionary(type, out _) && type is { IsClass: true, IsAbstract: false };
}
