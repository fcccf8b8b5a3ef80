using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Engine;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Answers.Shift;
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
        var words = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        var text = new StringBuilder(
            """
            # Tables

            Every table is Parquet. A part is one file of a table; plain tables stand beside other files of an artifact. Types: `string`, `int` (32 bit),
            `long` (64 bit), `float`, `double`, `bool`; `[]` is a list that is never null; `?` may be null. A text that is one of a few words links
            to [what they mean](#words); another word in such a column is an error. This page is made from the row records
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
                var (name, spelled, meaning) = (property.Groups[3].Value, property.Groups[2].Value, Plain(property.Groups[1].Value));
                if (WordEnum(type.Groups[2].Value, name) is { } found)
                {
                    words[found.Enum.Name] = found.Enum;
                    spelled = spelled.Replace(found.Enum.Name + (found.IsEmptied ? "?" : ""), "string", StringComparison.Ordinal);
                    meaning +=
                        $" [One of](#{found.Enum.Name.ToLowerInvariant()}) {Listed(found.Enum)}{(found.IsEmptied ? ", or empty" : "")}.";
                }

                text.Append($"| {name} | `{spelled}` | {meaning} |\n");
            }
        }

        text.Append("\n## Words\n");
        foreach (var found in words.Values)
        {
            AppendWords(text, found);
        }

        return text.ToString();
    }

    private static string Listed(Type words) => string.Join(", ", Vocabulary.ListWords(words).Select(word => $"`{word}`"));

    /// <summary>The enum whose words a column holds, and whether the empty text stands for none of them; null for other columns.</summary>
    private static (Type Enum, bool IsEmptied)? WordEnum(string row, string column)
    {
        var property = typeof(TokenShiftRow).Assembly.GetTypes().Single(type => type.Name == row).GetProperty(column)!;
        var element = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
        var plain = Nullable.GetUnderlyingType(element) ?? element;
        return plain.IsEnum ? (plain, property.IsDefined(typeof(EmptyWhenNullAttribute), inherit: false)) : null;
    }

    /// <summary>An enum's words and what its source says of each.</summary>
    private static void AppendWords(StringBuilder text, Type words)
    {
        var (summary, body) = Repository
            .SourceFiles.Select(path =>
                Regex.Match(
                    File.ReadAllText(Repository.PathOf(path)),
                    $@"((?:^///[^\n]*\n)+)^(?:public|internal) enum {words.Name}\n\{{(.*?)^\}}",
                    RegexOptions.Multiline | RegexOptions.Singleline
                )
            )
            .Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value))
            .Single();
        text.Append($"\n### {words.Name}\n\n{Plain(summary)}\n\n| word | meaning |\n|---|---|\n");
        var meanings = Member().Matches(body).ToDictionary(match => match.Groups[2].Value, match => Plain(match.Groups[1].Value));
        foreach (var (member, word) in Enum.GetNames(words).Zip(Vocabulary.ListWords(words)))
        {
            text.Append($"| `{word}` | {meanings[member]} |\n");
        }
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

    [GeneratedRegex(@"((?:^[ \t]+///.*\n)+)(?:^[ \t]+\[.*\n)*^[ \t]+(\w+),?$", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(
        @"((?:^[ \t]+///.*\n)+)(?:^[ \t]+\[.*\n)*^[ \t]+public (?:required )?([\w?\[\]]+) (\w+) \{ get; (?:set|init); \}",
        RegexOptions.Multiline
    )]
    private static partial Regex Property();
}
