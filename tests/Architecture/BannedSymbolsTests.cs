using System.Reflection;
using Pipeline.Tests.Support;
using TorchSharp;

namespace Pipeline.Tests.Architecture;

/// <summary>
/// <c>BannedSymbols.txt</c> keeps every member of TorchSharp out of our code that makes a native number to which nothing refers while
/// libtorch reads it (decision 4): the compiler refuses them. The list must be that of the TorchSharp in use.
/// </summary>
public sealed class BannedSymbolsTests
{
    private const string Advice = "a collection may free its native number while libtorch reads it; use KeptScalars";

    private static readonly Type _tensor = typeof(torch.Tensor);

    [Fact]
    public void The_list_holds_what_makes_native_numbers_in_the_TorchSharp_in_use()
    {
        var expected = Conversions()
            .Concat(Methods(_tensor).Where(method => IsOperator(method) || IsSum(method, parameters: 1, "add", "add_")))
            .Concat(Methods(typeof(torch)).Where(method => method.Name == "arange" || IsSum(method, parameters: 2, "add")))
            .Select(method => $"{IdOf(method)};{Advice}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();

        var path = Repository.PathOf("stages", "BannedSymbols.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(path, string.Join('\n', expected) + "\n");
        }

        Assert.Equal(File.ReadAllLines(path), expected);
    }

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsGenericMethod);

    /// <summary>What turns a number into a native one.</summary>
    private static IEnumerable<MethodInfo> Conversions() =>
        typeof(torch)
            .Assembly.GetExportedTypes()
            .SelectMany(Methods)
            .Where(method => method.IsStatic && method.ReturnType == typeof(Scalar) && method.GetParameters().Length == 1);

    /// <summary>An operator on a number, or a sum, whose second factor is one.</summary>
    private static bool IsOperator(MethodInfo method) =>
        method.IsSpecialName
        && method.Name.StartsWith("op_", StringComparison.Ordinal)
        && (method.Name == "op_Addition" || method.GetParameters().Any(parameter => parameter.ParameterType.IsPrimitive));

    private static bool IsSum(MethodInfo method, int parameters, params string[] names) =>
        names.AsSpan().Contains(method.Name) && method.GetParameters().Length == parameters;

    /// <summary>A method's name in documentation.</summary>
    private static string IdOf(MethodInfo method)
    {
        var parameters = string.Join(',', method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)));
        var result = method.Name is "op_Implicit" or "op_Explicit" ? $"~{NameOf(method.ReturnType)}" : "";
        return $"M:{NameOf(method.DeclaringType!)}.{method.Name}({parameters}){result}";
    }

    private static string NameOf(Type type) =>
        type.IsByRef ? $"{NameOf(type.GetElementType()!)}@"
        : type.IsArray ? $"{NameOf(type.GetElementType()!)}[]"
        : type.IsGenericType
            ? $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}"
        : type.FullName!.Replace('+', '.');
}
