using System.Reflection;

namespace Pipeline.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } =
        Path.GetFullPath(
            typeof(Repository)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(entry => entry.Key == "RepositoryRoot")
                .Value!
        );

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The program's own source files, relative to the root: no tests, no build output.</summary>
    public static IReadOnlyList<string> SourceFiles { get; } =
    [
        .. new[] { "app", "common", "pipeline", "stages" }
            .SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root, "*.cs"))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];
}
