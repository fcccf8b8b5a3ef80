using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Every run whose model and data are shipped can be planned as it stands.</summary>
public sealed class ExampleRunsTests
{
    public static TheoryData<string> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Repository.PathOf("examples"), "*.yaml")
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Append("pipeline.yaml")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_planned(string file) =>
        Assert.NotEmpty(new Catalogue().Build(ConfigurationLoader.Load(Repository.PathOf(file), typeof(PipelineSettings), [])).Nodes);

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_resolved_settings_stand_for_the_same_graph(string file)
    {
        using var folder = new TemporaryFolder();
        var before = ConfigurationLoader.Load(Repository.PathOf(file), typeof(PipelineSettings), []);
        var resolved = folder.Write("resolved.yaml", ResolvedSettings.Write(before, absolutePaths: true));
        var after = ConfigurationLoader.Load(resolved, typeof(PipelineSettings), []);

        Assert.Equal(Described(new Catalogue().Build(before)), Described(new Catalogue().Build(after)));
    }

    /// <summary>The nodes and their options, without the paths of files as they are spelled.</summary>
    private static IEnumerable<string> Described(Graph graph)
    {
        foreach (var node in graph.Nodes)
        {
            var options = CanonicalJson.Serialize(node.Stage.Options);
            options.Remove("file");
            yield return $"{node.Id}: {CanonicalJson.Text(options)}";
        }
    }

    [Fact]
    public void The_figure_trains_both_methods_on_four_sizes_with_three_seeds() =>
        Assert.Equal(
            24,
            new Catalogue()
                .Build(ConfigurationLoader.Load(Repository.PathOf("examples", "figure1.yaml"), typeof(PipelineSettings), []))
                .Nodes.Count(node => node.Stage.Name == "fine-tune")
        );
}
