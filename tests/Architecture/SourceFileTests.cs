using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Architecture;

/// <summary>What can be seen of a source file without compiling it: its size, its name, its lines, what it says of machines.</summary>
public sealed partial class SourceFileTests
{
    private const int Columns = 140;

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
    public void Files_are_small()
    {
        Assert.DoesNotContain(Repository.SourceFiles, path => File.ReadLines(Repository.PathOf(path)).Count() > 300);
        Assert.InRange(File.ReadLines(Repository.PathOf("Program.cs")).Count(), 1, 40);
    }

    [Fact]
    public void Lines_fit_their_columns_but_for_texts_that_cannot_be_cut()
    {
        var tests = Directory
            .EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"));

        var wide = Repository.SourceFiles.Concat(tests).SelectMany(path => WideLines(path, File.ReadLines(Repository.PathOf(path))));

        Assert.Empty(wide);
    }

    [Theory]
    [InlineData("x = 1;", false)]
    [InlineData("+ $\"x", true)]
    [InlineData("/// x", false)]
    public void A_line_is_excused_only_where_a_text_begins_it(string start, bool excused)
    {
        var line = start + new string('x', Columns);

        Assert.Equal(!excused, WideLines("a.cs", [line]).Any());
        Assert.Empty(WideLines("a.cs", ["var text = \"\"\"", line, "\"\"\";"]));
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
                    .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
                    .Select(path => Path.GetRelativePath(Repository.Root, path))
            )
            .Concat(["pipeline.yaml"]);

        Assert.DoesNotContain(texts, path => MachinePath().IsMatch(File.ReadAllText(Repository.PathOf(path))));
    }

    private static IEnumerable<string> WideLines(string path, IEnumerable<string> lines)
    {
        var inRawText = false;
        foreach (var (index, line) in lines.Index())
        {
            var bounds = line.Split("\"\"\"").Length - 1;
            if (line.Length > Columns && !inRawText && bounds == 0 && !BeginsWithText().IsMatch(line))
            {
                yield return $"{path}, line {index + 1}: {line.Length} columns";
            }

            inRawText ^= bounds % 2 == 1;
        }
    }

    [GeneratedRegex("(Helper|Helpers|Util|Utils|Utility|Manager)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"(^|[\s`""(])(/work/|/root/|\.\./shared)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\s*(?:[+:?]\s|=>\s|return\s)?[$@]*""")]
    private static partial Regex BeginsWithText();
}
