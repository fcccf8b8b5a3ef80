using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Modeling.Models.Families;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Tests.Resume;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Documents;

/// <summary>Where a page lists all of something, it lists all of it.</summary>
public sealed partial class DocumentListTests
{
    [Fact]
    public void The_architecture_names_every_stage() =>
        Assert.All(StageVersions.AllStages, stage => Assert.Contains(stage, Page("docs/architecture.md"), StringComparison.Ordinal));

    [Theory]
    [InlineData("app")]
    [InlineData("pipeline")]
    [InlineData("stages")]
    [InlineData("stages/Data")]
    [InlineData("stages/Tuning")]
    [InlineData("stages/Answers")]
    [InlineData("stages/Attribution")]
    [InlineData("stages/World")]
    [InlineData("stages/Modeling")]
    public void The_architecture_names_every_room_and_every_file_of_its_walk(string folder)
    {
        var page = Page("docs/architecture.md");
        var rooms = Repository
            .SourceFiles.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(path => path[(folder.Length + 1)..].Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0])
            .Distinct()
            .ToList();

        Assert.NotEmpty(rooms);
        Assert.All(
            rooms,
            room =>
                Assert.True(
                    page.Contains($"`{room}`", StringComparison.Ordinal) || page.Contains($"`{folder}/{room}", StringComparison.Ordinal)
                )
        );
        Assert.All(
            SourcePath().Matches(page).Select(match => match.Groups[1].Value),
            path => Assert.True(File.Exists(Repository.PathOf(path)), path)
        );
    }

    [Fact]
    public void The_page_on_chat_templates_names_every_template() =>
        Assert.All(ChatTemplates.Names, name => Assert.Contains($"`{name}`", Page("docs/chat-templates.md"), StringComparison.Ordinal));

    [Fact]
    public void The_page_on_families_names_every_family() =>
        Assert.All(
            ModelFamilies.All,
            family => Assert.Contains($"`{family.ModelType}`", Page("docs/adding-a-model-family.md"), StringComparison.Ordinal)
        );

    [Fact]
    public void The_first_decision_names_every_package() =>
        Assert.All(
            XDocument
                .Load(Repository.PathOf("Directory.Packages.props"))
                .Descendants("PackageVersion")
                .Select(package => package.Attribute("Include")!.Value),
            package => Assert.Contains($"| {package} |", Page("docs/decisions/0001-dependencies.md"), StringComparison.Ordinal)
        );

    [Fact]
    public void Every_example_is_named_on_some_page() =>
        Assert.All(
            Directory
                .EnumerateFiles(Repository.PathOf("examples"), "*.yaml", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(path)),
            name => Assert.Contains(DocumentPage.All, page => page.Text.Contains(name, StringComparison.Ordinal))
        );

    private static string Page(string name) => DocumentPage.All.Single(page => page.Name == name).Text;

    [GeneratedRegex(@"`((?:stages|pipeline|app)/[\w/]+\.cs)`")]
    private static partial Regex SourcePath();
}
