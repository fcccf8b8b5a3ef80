using System.Text.RegularExpressions;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Documents;

/// <summary>What the documentation says of the YAML is what the program reads.</summary>
public sealed partial class DocumentSettingTests : IDisposable
{
    private static readonly SettingsShape _shape = SettingsShape.Get(typeof(PipelineSettings));
    private static readonly string[] _files = [".json", ".jsonl", ".parquet", ".gz", ".zip", ".py"];
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_block_of_YAML_can_be_read()
    {
        var blocks = DocumentPage
            .All.SelectMany(page => page.Yaml.Select(yaml => (Page: page.Name, Yaml: yaml)))
            .Concat(
                DocumentPage.All.SelectMany(page =>
                    page.Code.Where(code => _shape.Keys.Any(key => code.StartsWith($"{key}: ", StringComparison.Ordinal)))
                        .Select(code => (Page: page.Name, Yaml: code))
                )
            )
            .ToList();

        Assert.NotEmpty(blocks);
        foreach (var (page, yaml) in blocks)
        {
            var refused = Record.Exception(() =>
                ConfigurationLoader.Load(_folder.Write("page/my.yaml", WithPaths(yaml)), typeof(PipelineSettings), [])
            );
            Assert.True(refused is null, $"{page}: {refused?.Message}\n{yaml}");
        }
    }

    [Fact]
    public void Every_setting_that_is_named_by_its_path_is_one()
    {
        var named = (
            from page in DocumentPage.All
            from code in page.Code
            let keys = code.Split('.')
            where
                keys.Length > 1
                && !File.Exists(Repository.PathOf(Path.GetDirectoryName(page.Name)!, code))
                && DottedKey().IsMatch(code)
                && _shape.Find(keys[0]) is { } first
                && !SettingKind.IsScalar(first.Type)
            select (Page: page.Name, Code: code, Keys: keys)
        ).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Where(entry => !IsSetting(typeof(PipelineSettings), entry.Keys)).Select(entry => $"{entry.Page}: {entry.Code}"));
    }

    [Fact]
    public void Every_setting_is_explained_in_the_schema()
    {
        var silent = new List<string>();
        Visit(typeof(PipelineSettings), new XmlDocumentation(), silent, []);

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_value_to_choose_from_is_spelled_alike_in_the_schema_and_in_the_documentation()
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        Choices(typeof(PipelineSettings), values, []);
        var words = DocumentPage.All.SelectMany(page => Word().Matches(page.Text).Select(word => word.Value)).ToHashSet();

        Assert.Contains("bfloat16", values);
        Assert.Empty(values.Except(words, StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The block, with every file and folder that it names made.</summary>
    private string WithPaths(string yaml)
    {
        foreach (var path in NamedPath().Matches(yaml).Select(match => match.Groups[1].Value))
        {
            if (_files.Contains(Path.GetExtension(path)))
            {
                _folder.Write(Path.Combine("page", path), "");
            }
            else
            {
                Directory.CreateDirectory(_folder.PathOf("page", path));
            }
        }

        return yaml;
    }

    private static bool IsSetting(Type type, ReadOnlySpan<string> keys) =>
        keys.Length == 0
        || (
            SettingKind.IsDictionary(type, out var element)
                ? IsSetting(element, keys[1..])
                : SettingKind.IsRecord(type) && SettingsShape.Get(type).Find(keys[0]) is { } property && IsSetting(property.Type, keys[1..])
        );

    private static void Visit(Type type, XmlDocumentation documentation, List<string> silent, HashSet<Type> seen)
    {
        if (SettingKind.IsDictionary(type, out var element) || SettingKind.IsList(type, out element))
        {
            Visit(element, documentation, silent, seen);
        }
        else if (SettingKind.IsRecord(type) && seen.Add(type))
        {
            foreach (var property in SettingsShape.Get(type).Properties)
            {
                if (string.IsNullOrWhiteSpace(documentation.Summary(property.Property)))
                {
                    silent.Add($"{type.Name}.{property.Key}");
                }

                Visit(property.Type, documentation, silent, seen);
            }
        }
    }

    /// <summary>The spellings of all enum members that a setting below a type may be.</summary>
    private static void Choices(Type type, SortedSet<string> values, HashSet<Type> seen)
    {
        if (SettingKind.IsDictionary(type, out var element) || SettingKind.IsList(type, out element))
        {
            Choices(element, values, seen);
        }
        else if (SettingKind.IsScalar(type) && (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } choice)
        {
            values.UnionWith(Vocabulary.ListWords(choice));
        }
        else if (SettingKind.IsRecord(type) && seen.Add(type))
        {
            foreach (var property in SettingsShape.Get(type).Properties)
            {
                Choices(property.Type, values, seen);
            }
        }
    }

    [GeneratedRegex("[a-zA-Z0-9_]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-zA-Z_]+(\.[a-zA-Z_]+)+$")]
    private static partial Regex DottedKey();

    [GeneratedRegex(@"\b(?:path|model|script|in_context|encoder): ""?([\w./-]+)")]
    private static partial Regex NamedPath();
}
