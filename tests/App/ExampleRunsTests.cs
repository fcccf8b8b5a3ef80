using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
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

    [Fact]
    public void The_figure_trains_both_methods_on_four_sizes_with_three_seeds() =>
        Assert.Equal(
            24,
            new Catalogue()
                .Build(ConfigurationLoader.Load(Repository.PathOf("examples", "figure1.yaml"), typeof(PipelineSettings), []))
                .Nodes.Count(node => node.Stage.Name == "fine-tune")
        );
}
