using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.Retrieve.Fusion;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Retrieve;

public sealed class FusionRetrieveStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Rows_are_ranked_by_the_ranks_of_all_ways_ties_in_the_order_of_the_table()
    {
        var found = await FuseAsync(
            3,
            [Found("q", ("d", 1), ("a", 1), ("b", 1)), Found("other"), Found("last", ("c", 1))],
            [Found("q", ("a", 3), ("d", 3), ("c", 3)), Found("other", ("b", 5)), Found("last")]
        );

        Assert.Equal(["q", "other", "last"], found.Select(row => row.InstanceId));
        Assert.Equal(["a", "d", "b"], found[0].Neighbours);
        Assert.Equal([(float)((1 / 61.0) + (1 / 62.0)), (float)((1 / 61.0) + (1 / 62.0)), (float)(1 / 63.0)], found[0].Similarities);
        Assert.Equal([3, 1, 1], found[0].Turns);
        Assert.Equal(("b", 5), (Assert.Single(found[1].Neighbours), Assert.Single(found[1].Turns)));
        Assert.Equal("c", Assert.Single(found[2].Neighbours));
    }

    [Fact]
    public async Task Answers_that_do_not_belong_together_are_never_fused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => FuseAsync(3, [Found("q")], [Found("other")]));

    private static NeighbourRow Found(string answer, params (string Id, int Turn)[] found) =>
        new()
        {
            InstanceId = answer,
            Neighbours = [.. found.Select(neighbour => neighbour.Id)],
            Similarities = new float[found.Length],
            Turns = [.. found.Select(neighbour => neighbour.Turn)],
        };

    private async Task<IReadOnlyList<NeighbourRow>> FuseAsync(int topK, params NeighbourRow[][] ways)
    {
        string[] names = [.. ways.Select((_, way) => $"way{way}")];
        var instances = await _chain.TableAsync("abcd".Select(id => new InstanceRow { InstanceId = $"{id}" }).ToList());
        using var fusion = await new FusionRetrieveStage(new FusionOptions { Of = names, TopK = topK }).OpenAsync(
            new StageInputs(new Dictionary<string, Artifact> { [FusionRetrieveStage.Instances] = instances }),
            _chain.Context(),
            TestContext.Current.CancellationToken
        );
        var parts = new Dictionary<string, Part>();
        foreach (var (name, rows) in names.Zip(ways))
        {
            parts[FusionRetrieveStage.Neighbours(name)] = (await _chain.TableAsync(rows)).Parts[0];
        }

        return await fusion.TransformAsync(
            new PartInputs(parts),
            new PartContext(0, _chain.Context()),
            TestContext.Current.CancellationToken
        );
    }
}
