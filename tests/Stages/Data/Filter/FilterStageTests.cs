using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Stages.Data.Filter;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Filter;

public sealed class FilterStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    [Fact]
    public async Task A_judges_score_keeps_what_reaches_the_minimum_and_records_every_verdict()
    {
        var filtered = await FilterAsync(new FilterOptions { Minimum = 4.5 });
        var scores = await StageChain.RowsAsync<QualityScoreRow>(filtered, "scores.parquet");

        Assert.Equal([9, 10, 20, 21], await KeptAsync(filtered, offset: -1));
        Assert.Equal(24, scores.Count);
        Assert.All(scores, row => Assert.Equal(row.Score >= 4.5, row.Kept));
    }

    [Fact]
    public async Task The_best_so_many_stay_within_the_bounds()
    {
        Assert.Equal(
            [20, 21, 22],
            await KeptAsync(
                await FilterAsync(
                    new FilterOptions
                    {
                        By = QualityScore.ResponseWords,
                        Maximum = 22,
                        Keep = 3,
                    }
                ),
                offset: 0
            )
        );
        Assert.Equal(
            24,
            (await KeptAsync(await FilterAsync(new FilterOptions { By = QualityScore.DistinctWords, Minimum = 1 }), offset: 0)).Count()
        );
        Assert.Equal(
            [1],
            await KeptAsync(await FilterAsync(new FilterOptions { By = QualityScore.ResponseCharacters, Maximum = 2 }), offset: 0)
        );
    }

    [Fact]
    public async Task Bounds_that_no_row_meets_are_an_error_that_says_where_the_scores_lie()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => FilterAsync(new FilterOptions { Dataset = "d", Minimum = 6 }));

        Assert.Equal("The filter of 'd' keeps no row: scores lie between 0 and 5.", error.Message);
    }

    [Fact]
    public async Task A_row_without_a_score_is_named()
    {
        var error = await Assert.ThrowsAsync<InputException>(() =>
            FilterAsync(new FilterOptions { Minimum = 1 }, row => row.Score = row.RowNumber == 7 ? null : row.Score)
        );

        Assert.StartsWith("d.json, row 7: there is no score.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _chain.Dispose();

    /// <summary>The numbers of words of the kept responses, which are those of the rows.</summary>
    private static async Task<IEnumerable<int>> KeptAsync(Artifact filtered, int offset) =>
        (await StageChain.RowsAsync<InstanceRow>(filtered)).Select(row => row.Response.Split(' ').Length + offset);

    private async Task<Artifact> FilterAsync(FilterOptions options, Action<SourceRow>? change = null)
    {
        var rows = Instances.Make("d", 24);
        var sources = Instances.SourcesOf(rows);
        sources.ToList().ForEach(change ?? (_ => { }));
        return await _chain.RunAsync(
            new FilterStage(options),
            (FilterStage.Instances, await _chain.TableAsync(rows)),
            (FilterStage.Sources, await _chain.FileAsync("sources.parquet", sources))
        );
    }
}
