using CsCheck;
using Pipeline.Engine;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Mix;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Mix;

public sealed class MixStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    [Fact]
    public async Task Rows_come_in_proportion_to_the_weights_with_their_sources()
    {
        var mixed = await MixAsync(new() { ["a"] = 3, ["b"] = 1 }, size: 0);
        var rows = await StageChain.RowsAsync<InstanceRow>(mixed);
        var sources = await StageChain.RowsAsync<SourceRow>(mixed, "sources.parquet");

        Assert.Equal(90, rows.Count(row => row.Dataset == "a"));
        Assert.Equal(30, rows.Count(row => row.Dataset == "b"));
        Assert.Equal(rows.Select(row => row.InstanceId), sources.Select(row => row.InstanceId));
        Assert.Equal(rows.Select(row => row.Dataset + ".json"), sources.Select(row => row.File));
    }

    [Fact]
    public async Task Smaller_mixtures_lie_in_larger_ones()
    {
        var small = await StageChain.RowsAsync<InstanceRow>(await MixAsync(new() { ["a"] = 1, ["b"] = 1 }, size: 20));
        var large = await StageChain.RowsAsync<InstanceRow>(await MixAsync(new() { ["a"] = 1, ["b"] = 1 }, size: 60));

        Assert.Empty(small.Select(row => row.InstanceId).Except(large.Select(row => row.InstanceId)));
    }

    [Fact]
    public async Task A_share_larger_than_its_dataset_is_an_error()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => MixAsync(new() { ["a"] = 1, ["b"] = 1 }, size: 80));

        Assert.Equal(
            "A mixture of 80 rows takes 40 of 'b', which has 30. Lower the size or the weight: rows are not repeated.",
            error.Message
        );
    }

    [Fact]
    public async Task Datasets_that_hold_the_same_rows_are_an_error()
    {
        var rows = Instances.Make("a", 5);
        var (table, sources) = (await _chain.TableAsync(rows), await _chain.FileAsync("sources.parquet", Instances.SourcesOf(rows)));

        var error = await Assert.ThrowsAsync<InputException>(() =>
            _chain.RunAsync(
                new MixStage(
                    new MixOptions
                    {
                        Weights = new Dictionary<string, double> { ["a"] = 1, ["short"] = 1 },
                    }
                ),
                (MixStage.Instances + "a", table),
                (MixStage.Instances + "short", table),
                (MixStage.Sources + "a", sources),
                (MixStage.Sources + "short", sources)
            )
        );

        Assert.StartsWith("The mixture would repeat rows: 'a' and 'short' both hold instance ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_add_up_and_are_within_one_row_of_the_weights() =>
        Gen.Select(Gen.Double[0.1, 10].Array[1, 6], Gen.Int[1, 5000])
            .Sample(
                (weights, size) =>
                {
                    var named = weights
                        .Select((weight, index) => (Name: $"d{index}", weight))
                        .ToDictionary(entry => entry.Name, entry => entry.weight);
                    var counts = MixShares.Divide(named, named.ToDictionary(entry => entry.Key, _ => size), size);

                    Assert.Equal(size, counts.Values.Sum());
                    Assert.All(named, entry => Assert.InRange(counts[entry.Key] - (size * entry.Value / weights.Sum()), -1, 1));
                }
            );

    public void Dispose() => _chain.Dispose();

    private async Task<Pipeline.Engine.Artifacts.Artifact> MixAsync(Dictionary<string, double> weights, int size)
    {
        var (a, b) = (Instances.Make("a", 90), Instances.Make("b", 30));
        return await _chain.RunAsync(
            new MixStage(
                new MixOptions
                {
                    Weights = weights,
                    Size = size,
                    Seed = 4,
                }
            ),
            (MixStage.Instances + "a", await _chain.TableAsync(a)),
            (MixStage.Instances + "b", await _chain.TableAsync(b)),
            (MixStage.Sources + "a", await _chain.FileAsync("sources.parquet", Instances.SourcesOf(a))),
            (MixStage.Sources + "b", await _chain.FileAsync("sources.parquet", Instances.SourcesOf(b)))
        );
    }
}
