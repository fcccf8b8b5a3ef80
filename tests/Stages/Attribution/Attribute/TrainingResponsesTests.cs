using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Attribute;

/// <summary>Many models may be held against one table of rows: its index is made once.</summary>
public sealed class TrainingResponsesTests
{
    [Fact]
    public async Task Nodes_that_are_open_together_share_the_index_of_a_table()
    {
        using var chain = new StageChain();
        var (one, other) = (await chain.TableAsync(Instances.Make("d", 5)), await chain.TableAsync(Instances.Make("e", 5)));

        var opened = await Task.WhenAll(OpenAsync(one, 4), OpenAsync(one, 4), OpenAsync(one, 3), OpenAsync(other, 4));

        Assert.Same(opened[0], opened[1]);
        Assert.Equal(3, opened.Distinct().Count());
    }

    private static Task<TrainingResponses> OpenAsync(Artifact table, int minWords) =>
        TrainingResponses.OpenAsync(
            new StageInputs(new Dictionary<string, Artifact> { ["instances"] = table }),
            "instances",
            minWords,
            TestContext.Current.CancellationToken
        );
}
