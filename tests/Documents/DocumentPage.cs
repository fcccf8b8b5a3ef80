using System.Text.RegularExpressions;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Documents;

/// <summary>A page of the documentation and what of it can be held against the code.</summary>
/// <param name="Name">Its path, relative to the root of the repository.</param>
/// <param name="Text">Its Markdown.</param>
internal sealed partial record DocumentPage(string Name, string Text)
{
    private const string Shell = "```\n";

    /// <summary>All pages: README.md, docs, and what explains data, examples and benchmarks.</summary>
    public static IReadOnlyList<DocumentPage> All { get; } =
        new[] { "docs", "data", "examples", "benchmarks" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Prepend(Repository.PathOf("README.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(name => !name.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(name => new DocumentPage(name, File.ReadAllText(Repository.PathOf(name))))
            .ToList();

    /// <summary>Where its links and pictures lead, as they are written.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(match => match.Groups[1].Value);

    /// <summary>Its headings as the fragments that a link names.</summary>
    public IEnumerable<string> Fragments =>
        Heading().Matches(Prose).Select(match => NoFragment().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>What stands in backticks within a line.</summary>
    public IEnumerable<string> Code => InlineCode().Matches(Prose).Select(match => match.Groups[1].Value);

    /// <summary>Its blocks of YAML.</summary>
    public IEnumerable<string> Yaml =>
        Block().Matches(Text).Where(match => match.Groups[1].Value == "yaml").Select(match => match.Groups[2].Value);

    /// <summary>Every command line of the program, without its beginning <c>dotnet run --</c> or, published,
    /// <c>program/pipeline</c>.</summary>
    public IEnumerable<string> Commands =>
        Code.Where(code => code.StartsWith("… ", StringComparison.Ordinal))
            .Select(code => code[2..])
            .Concat(
                Command()
                    .Matches(
                        string.Join(
                            '\n',
                            Code.Concat(
                                Block()
                                    .Matches(Text)
                                    .Where(match => match.Value.StartsWith(Shell, StringComparison.Ordinal))
                                    .Select(match => match.Groups[2].Value)
                            )
                        )
                    )
                    .Select(match => match.Groups[1].Value)
            );

    /// <summary>The page without its blocks.</summary>
    private string Prose => Block().Replace(Text, "");

    public override string ToString() => Name;

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoFragment();

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:dotnet run --|program/pipeline) (.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
