using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Sample;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Sample;

public sealed class SampleStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    [Fact]
    public async Task Subsets_of_one_seed_are_nested_and_keep_the_order()
    {
        var all = await _chain.TableAsync(Instances.Make("d", 500));
        var small = await DrawAsync(all, 50, seed: 1);
        var large = await DrawAsync(all, 200, seed: 1);
        var other = await DrawAsync(all, 50, seed: 2);

        Assert.Equal(50, small.Count);
        Assert.Equal(200, large.Count);
        Assert.Empty(small.Except(large));
        Assert.InRange(small.Intersect(other).Count(), 0, 20);
        Assert.Equal(Instances.Make("d", 500).Select(row => row.InstanceId).Where(large.Contains), large);
    }

    [Fact]
    public async Task A_row_more_changes_a_subset_by_one_row_at_most()
    {
        var before = await DrawAsync(await _chain.TableAsync(Instances.Make("d", 300)), 100, seed: 1);
        var after = await DrawAsync(await _chain.TableAsync(Instances.Make("d", 301)), 100, seed: 1);

        Assert.InRange(before.Except(after).Count(), 0, 1);
    }

    [Fact]
    public async Task Every_row_is_equally_likely()
    {
        var all = await _chain.TableAsync(Instances.Make("d", 40));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var id in await DrawAsync(all, 10, seed))
            {
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }
        }

        Assert.Equal(40, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 25, 75));
    }

    [Fact]
    public async Task More_rows_than_there_are_is_an_error_that_says_how_many_there_are()
    {
        var error = await Assert.ThrowsAsync<InputException>(async () =>
            await DrawAsync(await _chain.TableAsync(Instances.Make("d", 10)), 11, seed: 1)
        );

        Assert.Equal("A sample of 11 rows of 'd' was asked for, expected between 1 and the 10 that it has.", error.Message);
    }

    public void Dispose() => _chain.Dispose();

    private async Task<IReadOnlyList<string>> DrawAsync(Artifact table, int size, int seed)
    {
        var drawn = await _chain.RunAsync(
            new SampleStage(
                new SampleOptions
                {
                    Dataset = "d",
                    Size = size,
                    Seed = seed,
                    PartRows = 64,
                }
            ),
            (SampleStage.Instances, table)
        );
        return (await StageChain.RowsAsync<InstanceRow>(drawn)).Select(row => row.InstanceId).ToList();
    }
}
