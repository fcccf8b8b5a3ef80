using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.SourceRecall;

namespace Pipeline.Tests.Stages.Attribution.SourceRecall;

/// <summary>Recall and mean reciprocal rank, counted by hand.</summary>
public sealed class RecallFiguresTests
{
    [Fact]
    public void Recall_counts_the_first_and_the_first_ten_and_the_reciprocal_rank_all()
    {
        var rows = RecallFigures.Summarise(("m", SearchMethod.Bm25, SearchQuery.Answer), Ranks(1, 10, 11, null), 40).ToList();

        Assert.Equal([RecallMeasure.RecallAt1, RecallMeasure.RecallAt10, RecallMeasure.Mrr], rows.Select(row => row.Measure));
        Assert.Equal([0.25, 0.5, (1 + 0.1 + (1 / 11.0)) / 4], rows.Select(row => Math.Round(row.Value, 15)), Near);
        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    ("m", SearchMethod.Bm25, SearchQuery.Answer, 4, 4, 2, 40),
                    (row.Model, row.Method, row.Query, row.Spans, row.Prompts, row.SourceRows, row.TrainingRows)
                )
        );
        Assert.All(rows, row => Assert.False(row.Exact));
    }

    [Fact]
    public void None_and_all_have_exact_limits_by_prompts_and_by_sources()
    {
        var none = RecallFigures.Summarise(("m", SearchMethod.Bm25, SearchQuery.Answer), Ranks(null, null, null), 40).First();
        var all = RecallFigures.Summarise(("m", SearchMethod.Bm25, SearchQuery.Answer), Ranks(1, 1, 1), 40).First();

        Assert.Equal((true, 0), (none.Exact, none.Value));
        Assert.Equal(UnanimousShare.None(3), (none.PromptLow, none.PromptHigh));
        Assert.Equal(UnanimousShare.None(2), (none.SourceLow, none.SourceHigh));
        Assert.Equal((true, 1), (all.Exact, all.Value));
        Assert.Equal(UnanimousShare.All(3), (all.PromptLow, all.PromptHigh));
        Assert.Equal(UnanimousShare.All(2), (all.SourceLow, all.SourceHigh));
    }

    [Theory]
    [InlineData(40, 4, 1 / 40.0, 0.25, (1 + 0.5 + (1 / 3.0) + 0.25) / 40)]
    [InlineData(4, 100, 0.25, 1, (1 + 0.5 + (1 / 3.0) + 0.25) / 4)]
    public void A_random_order_is_computed_and_has_no_interval(int rows, int depth, double first, double ten, double reciprocal)
    {
        var random = RecallFigures.Random("m", Ranks(1, 1), rows, depth).ToList();

        Assert.Equal([first, ten, reciprocal], random.Select(row => row.Value), Near);
        Assert.All(random, row => Assert.Equal((SearchMethod.Random, false), (row.Method, row.Exact)));
        Assert.All(random, row => Assert.Equal((null, null, null, null), (row.PromptLow, row.PromptHigh, row.SourceLow, row.SourceHigh)));
    }

    private static bool Near(double left, double right) => Math.Abs(left - right) < 1e-12;

    /// <summary>One span a prompt; the sources are two rows in turn.</summary>
    private static List<SourceRankRow> Ranks(params int?[] ranks) =>
        [
            .. ranks.Select(
                (rank, index) =>
                    new SourceRankRow
                    {
                        InstanceId = $"p{index}",
                        SourceInstanceId = $"r{index % 2}",
                        Rank = rank,
                    }
            ),
        ];
}
