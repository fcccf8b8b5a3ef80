using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Documents;

/// <summary>docs/formats.md is made from the row records, so it cannot fall behind them.</summary>
public sealed partial class FormatsDocumentTests
{
    [Fact]
    public void Formats_document_lists_every_column_of_every_table()
    {
        var path = Repository.PathOf("docs", "formats.md");
        var expected = Compose();
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Compose()
    {
        var text = new StringBuilder(
            """
            # Tables

            Every table is Parquet. A part is one file of a table; plain tables stand beside other files of an artifact. Types: `string`, `int` (32 bit),
            `long` (64 bit), `float`, `double`, `bool`; `[]` is a list that is never null; `?` may be null. This page is made from the row records
            (`UPDATE_APPROVED=1 dotnet test` rewrites it).

            """
        );
        foreach (
            var path in Repository.SourceFiles.Where(path =>
                path.StartsWith("stages/", StringComparison.Ordinal)
                && !path.StartsWith("stages/Modeling/", StringComparison.Ordinal)
                && path.EndsWith("Row.cs", StringComparison.Ordinal)
            )
        )
        {
            var source = File.ReadAllText(Repository.PathOf(path));
            var type = ClassDeclaration().Match(source);
            text.Append($"\n## {string.Join('/', path.Split('/')[1..^1])}: `{type.Groups[2].Value}`\n\n{Plain(type.Groups[1].Value)}");
            text.Append(type.Groups[3].Success ? $" Holds all columns of `{type.Groups[3].Value}`, and:\n" : "\n");
            text.Append("\n| column | type | meaning |\n|---|---|---|\n");
            foreach (Match property in Property().Matches(source))
            {
                text.Append($"| {property.Groups[3].Value} | `{property.Groups[2].Value}` | {Plain(property.Groups[1].Value)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Plain(string documentation)
    {
        var text = Regex.Replace(documentation, @"^\s*///\s?", "", RegexOptions.Multiline);
        text = Regex.Replace(text, """<see cref="(?:\w+\.)*(\w+)"\s*/>""", "`$1`");
        text = Regex.Replace(text, "</?c>", "`");
        text = Regex.Replace(text, "</?summary>|</?para>", "");
        return Regex.Replace(text, @"\s+", " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"((?:^[ \t]*///.*\n)+)(?:^\[.*\n)*^public (?:sealed )?(?:partial )?(?:class|record) (\w+)(?: : (\w+))?",
        RegexOptions.Multiline
    )]
    private static partial Regex ClassDeclaration();

    [GeneratedRegex(
        @"((?:^[ \t]+///.*\n)+)(?:^[ \t]+\[.*\n)*^[ \t]+public (?:required )?([\w?\[\]]+) (\w+) \{ get; (?:set|init); \}",
        RegexOptions.Multiline
    )]
    private static partial Regex Property();
}
