using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>Tokens of answers that come one after the other.</summary>
public sealed class WrapperCountsTests
{
    private const int Shifted = 9;

    /// <summary>"re" and "d" are one word of one answer, and two of two.</summary>
    [Theory]
    [InlineData("one", 0, "one", 0, new[] { "red" })]
    [InlineData("one", 0, "one", 1, new[] { "d", "re" })]
    [InlineData("one", 0, "two", 0, new[] { "d", "re" })]
    public void An_answer_ends_where_another_instance_or_sample_begins(
        string first,
        int firstSample,
        string second,
        int secondSample,
        string[] expected
    )
    {
        var counts = new WrapperCounts();
        counts.Add(ShiftTokens.Row("re", Shifted, first, firstSample));
        counts.Add(ShiftTokens.Row("d", Shifted, second, secondSample));
        counts.End();

        Assert.Equal(expected, Words(counts, first == second ? 1 : 2));
    }

    [Fact]
    public void The_words_of_the_last_answer_count_when_it_ends_and_once()
    {
        var counts = new WrapperCounts();
        counts.Add(ShiftTokens.Row("red", Shifted));
        Assert.Empty(Words(counts, 0));
        counts.End();
        counts.End();

        Assert.Equal(1, Assert.Single(counts.Words.MostShifted(9, new Bootstrap(1))).Shifted);
    }

    [Fact]
    public void Every_token_counts_in_the_averages()
    {
        var counts = new WrapperCounts();
        counts.Add(ShiftTokens.Row("a", 1));
        counts.Add(ShiftTokens.Row("b", Shifted));
        counts.Add(ShiftTokens.Row("c", Shifted, "two"));

        var row = counts
            .Averages.Rows(new Bootstrap(2), isItself: false)
            .First(row => row is { Slice: TokenSlice.All, Metric: TokenMetric.Shifted });

        Assert.Equal((2 / 3.0, 3L, 2), (row.Value, row.Tokens, row.Instances));
    }

    [Fact]
    public void Nothing_added_is_nothing_counted()
    {
        var counts = new WrapperCounts();
        counts.End();

        Assert.Empty(Words(counts, 0));
        Assert.Equal(0, counts.Averages.Instances);
    }

    private static List<string> Words(WrapperCounts counts, int instances) =>
        counts.Words.MostShifted(9, new Bootstrap(instances)).Select(row => row.Word).Order(StringComparer.Ordinal).ToList();
}
