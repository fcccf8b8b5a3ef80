using System.Reflection;

namespace Pipeline.Tests.Architecture;

/// <summary>Finds functions that are handed on as data: delegates and lazy values among parameters, results, fields and properties.
/// Inside a method they may be used at will.</summary>
internal static class DeferredMembers
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Each as <c>Type.member: type</c>.</summary>
    public static IEnumerable<string> Find(IEnumerable<Type> types) =>
        from type in types
        where !IsOfTheCompiler(type)
        from member in Members(type)
        where IsDeferred(member.Type)
        select $"{type.Name}.{member.Name}: {member.Type.Name.Split('`')[0]}";

    /// <summary>What a type holds or takes, without what the compiler adds for closures and properties.</summary>
    private static IEnumerable<(string Name, Type Type)> Members(Type type) =>
        [
            .. type.GetConstructors(All).SelectMany(made => made.GetParameters()).Select(Named),
            .. type.GetMethods(All).Where(method => !IsNamedByTheCompiler(method)).SelectMany(Signature),
            .. type.GetFields(All).Where(field => !IsNamedByTheCompiler(field)).Select(field => (field.Name, field.FieldType)),
            .. type.GetProperties(All).Select(property => (property.Name, property.PropertyType)),
        ];

    private static IEnumerable<(string Name, Type Type)> Signature(MethodInfo method) =>
        method.IsSpecialName ? [] : [(method.Name, method.ReturnType), .. method.GetParameters().Select(Named)];

    private static (string Name, Type Type) Named(ParameterInfo parameter) => (parameter.Name ?? "", parameter.ParameterType);

    private static bool IsDeferred(Type type) =>
        typeof(Delegate).IsAssignableFrom(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Lazy<>))
        || (type.HasElementType && IsDeferred(type.GetElementType()!))
        || type.GenericTypeArguments.Any(IsDeferred);

    private static bool IsOfTheCompiler(Type type) =>
        IsNamedByTheCompiler(type) || (type.DeclaringType is { } outer && IsOfTheCompiler(outer));

    private static bool IsNamedByTheCompiler(MemberInfo member) => member.Name.Contains('<', StringComparison.Ordinal);
}
