using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Stages.Data.Halve;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Halve;

/// <summary>The halves of a dataset.</summary>
public sealed class HalveStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Theory]
    [InlineData(40, 20)]
    [InlineData(41, 21)]
    public async Task Every_row_is_in_one_half_and_the_order_is_kept(int rows, int larger)
    {
        var all = await _chain.TableAsync(Instances.Make("d", rows));
        var (a, b) = (await HalveAsync(all, DatasetHalf.A, 3), await HalveAsync(all, DatasetHalf.B, 3));
        var ids = Instances.Make("d", rows).Select(row => row.InstanceId).ToList();

        Assert.Equal(larger, a.Count);
        Assert.Equal(ids.Where(a.Contains), a);
        Assert.Equal(ids.Where(id => !a.Contains(id)), b);
        Assert.NotEqual(a, await HalveAsync(all, DatasetHalf.A, 4));
    }

    [Fact]
    public async Task Halves_that_are_less_than_a_batch_are_refused_with_the_number_that_is_needed()
    {
        var all = await _chain.TableAsync(Instances.Make("d", 31));
        var error = await Assert.ThrowsAsync<InputException>(() => HalveAsync(all, DatasetHalf.A, 1, least: 16));

        Assert.Contains("'d', which has 31 rows; a batch takes 16, so 32 rows are needed", error.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> HalveAsync(Artifact all, DatasetHalf half, int seed, int least = 1)
    {
        var stage = new HalveStage(
            new HalveOptions
            {
                Dataset = "d",
                Half = half,
                Seed = seed,
                Least = least,
            }
        );
        var artifact = await _chain.RunAsync(stage, (HalveStage.Instances, all));
        return (await StageChain.RowsAsync<InstanceRow>(artifact)).Select(row => row.InstanceId).ToList();
    }
}
