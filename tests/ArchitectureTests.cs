using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Tests.Support;

namespace Pipeline.Tests;

/// <summary>Keeps the walls that project references cannot: what stages may know of each other, and the size and naming of files.</summary>
public sealed partial class ArchitectureTests
{
    [Theory]
    [InlineData("pipeline/Pipeline.Engine.csproj")]
    [InlineData("stages/Modeling/Pipeline.Modeling.csproj")]
    [InlineData("stages/Pipeline.Stages.csproj", "Modeling/Pipeline.Modeling.csproj", "../pipeline/Pipeline.Engine.csproj")]
    [InlineData("Pipeline.csproj", "pipeline/Pipeline.Engine.csproj", "stages/Pipeline.Stages.csproj")]
    public void Projects_reference_only_what_the_design_allows(string project, params string[] allowed)
    {
        var references = XDocument
            .Load(Repository.PathOf(project))
            .Descendants("ProjectReference")
            .Select(node => node.Attribute("Include")!.Value);

        Assert.Equal(allowed.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stage_knows_only_the_row_records_of_other_stages()
    {
        var declared = Repository
            .SourceFiles.Where(path => StageOf(path) is not null)
            .SelectMany(path => TypeDeclaration().Matches(Code(path)).Select(match => (Stage: StageOf(path)!, Type: match.Groups[1].Value)))
            .Where(entry => !entry.Type.EndsWith("Row", StringComparison.Ordinal))
            .ToLookup(entry => entry.Stage, entry => entry.Type);

        var trespasses =
            from path in Repository.SourceFiles
            let stage = StageOf(path)
            where stage is not null
            let code = Code(path)
            from other in declared
            where other.Key != stage && code.Contains($"using Pipeline.Stages.{other.Key}", StringComparison.Ordinal)
            from type in other
            where Regex.IsMatch(code, $@"\b{type}\b") && !declared[stage].Contains(type)
            select $"{path} uses {other.Key}.{type}";

        Assert.Empty(trespasses);
    }

    [Fact]
    public void The_engine_names_no_stage_of_the_chain()
    {
        Assert.DoesNotContain(
            Repository.SourceFiles,
            path =>
                path.StartsWith("pipeline/", StringComparison.Ordinal)
                && (
                    Code(path).Contains("Pipeline.Stages.", StringComparison.Ordinal)
                    || Code(path).Contains("Pipeline.Modeling", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void Files_are_small()
    {
        Assert.DoesNotContain(Repository.SourceFiles, path => File.ReadLines(Repository.PathOf(path)).Count() > 300);
        Assert.InRange(File.ReadLines(Repository.PathOf("Program.cs")).Count(), 1, 40);
    }

    [Fact]
    public void Names_say_what_a_class_is() =>
        Assert.DoesNotContain(Repository.SourceFiles, path => VagueName().IsMatch(Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void No_file_speaks_of_the_machine_it_was_written_on()
    {
        var texts = Repository
            .SourceFiles.Concat(
                Directory
                    .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(Repository.Root, path))
            )
            .Concat(["README.md", "pipeline.yaml"]);

        Assert.DoesNotContain(texts, path => MachinePath().IsMatch(File.ReadAllText(Repository.PathOf(path))));
    }

    private static string? StageOf(string path) =>
        path.Split('/') is ["stages", var wing, var stage, _, ..] && wing is not ("Modeling" or "Report") && stage != "Records"
            ? $"{wing}.{stage}"
            : null;

    private static string Code(string path) =>
        string.Join(
            '\n',
            File.ReadLines(Repository.PathOf(path)).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        );

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("(Helper|Helpers|Util|Utils|Utility|Manager)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"(^|[\s`""(])(/work/|/root/|\.\./shared)")]
    private static partial Regex MachinePath();
}
