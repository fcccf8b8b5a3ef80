using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Attribute;

/// <summary>Many models may be held against one table of rows: its index is made once.</summary>
public sealed class TrainingTextsTests
{
    [Fact]
    public async Task Nodes_that_are_open_together_share_the_index_of_a_table()
    {
        using var chain = new StageChain();
        var (one, other) = (await chain.TableAsync(Instances.Make("d", 5)), await chain.TableAsync(Instances.Make("e", 5)));

        var opened = await Task.WhenAll(
            OpenAsync(one, 4, InstanceField.Response),
            OpenAsync(one, 4, InstanceField.Response),
            OpenAsync(one, 3, InstanceField.Response),
            OpenAsync(one, 4, InstanceField.Input),
            OpenAsync(other, 4, InstanceField.Response)
        );

        Assert.Same(opened[0], opened[1]);
        Assert.Equal(4, opened.Distinct().Count());
    }

    private static Task<TrainingTexts> OpenAsync(Artifact table, int minWords, params InstanceField[] search) =>
        TrainingTexts.OpenAsync(
            new StageInputs(new Dictionary<string, Artifact> { ["instances"] = table }),
            "instances",
            search,
            minWords,
            TestContext.Current.CancellationToken
        );
}
