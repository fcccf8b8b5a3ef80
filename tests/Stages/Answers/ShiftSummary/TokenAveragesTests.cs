using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>Means over the tokens of a slice, with resamples of the instances for their intervals.</summary>
public sealed class TokenAveragesTests
{
    [Fact]
    public void A_mean_is_over_tokens_not_over_instances()
    {
        var averages = Averages(Token("one", 0, 1f), Token("one", 1, 2f), Token("one", 2, 3f), Token("two", 0, 10f));

        var all = Row(averages, TokenSlice.All, TokenMetric.KlTunedBase);

        Assert.Equal((4.0, 4L, 2), (all.Value, all.Tokens, all.Instances));
        Assert.Equal(2, averages.Instances);
    }

    [Fact]
    public void A_slice_counts_its_own_tokens_and_the_instances_that_have_some()
    {
        var averages = Averages(Token("one", 0, 1f), Token("one", 1, 2f), Token("two", 0, 10f), Token("three", 1, 6f));

        var second = Row(averages, TokenSlice.Position2, TokenMetric.KlTunedBase);

        Assert.Equal((4.0, 2L, 2), (second.Value, second.Tokens, second.Instances));
    }

    [Fact]
    public void Slices_without_tokens_have_no_rows_and_the_others_one_for_each_metric()
    {
        var rows = Rows(Averages(Token("one", 0, 1f), Token("two", 1, 2f)));

        Assert.Equal(
            [
                TokenSlice.All,
                TokenSlice.Text,
                TokenSlice.Position1,
                TokenSlice.Position2,
                TokenSlice.SentenceStart,
                TokenSlice.SentenceRest,
                TokenSlice.StartOverRest,
            ],
            rows.Select(row => row.Slice).Distinct()
        );
        Assert.All(
            rows.Where(row => row.Slice != TokenSlice.StartOverRest).GroupBy(row => row.Slice),
            slice => Assert.Equal(TokenMetrics.All, slice.Select(row => row.Metric))
        );
    }

    [Fact]
    public void An_interval_is_that_of_the_ratio_of_sums_over_instances()
    {
        (string Instance, float[] Values)[] instances = [("a", [1, 2]), ("b", [5]), ("c", [0.5f, 0.5f, 8]), ("d", [3]), ("e", [4, 4])];
        var averages = Averages([
            .. instances.SelectMany(entry => entry.Values.Select((value, position) => Token(entry.Instance, position, value))),
        ]);
        var bootstrap = new Bootstrap(5);

        var row = averages.Rows(bootstrap, isItself: false).First(row => row is { Slice: TokenSlice.All, Metric: TokenMetric.KlTunedBase });

        var expected = bootstrap.OfRatio(
            [.. instances.Select(entry => (double)entry.Values.Sum())],
            [.. instances.Select(entry => (double)entry.Values.Length)]
        );
        Assert.Equal(expected, (row.Low!.Value, row.High!.Value));
        Assert.True(row.Low < row.Value && row.Value < row.High);
    }

    [Fact]
    public void One_instance_has_no_interval()
    {
        var row = Row(Averages(Token("one", 0, 1f), Token("one", 1, 2f)), TokenSlice.All, TokenMetric.KlTunedBase);

        Assert.Null(row.Low);
        Assert.Null(row.High);
    }

    [Fact]
    public void Start_over_rest_is_the_relative_difference_of_both_means()
    {
        var averages = Averages(Token("one", 0, 6f), Token("one", 1, 2f), Token("two", 0, 4f), Token("two", 1, 2f), Token("two", 2, 2f));

        var row = Row(averages, TokenSlice.StartOverRest, TokenMetric.KlTunedBase);

        Assert.Equal((1.5, 2L, 2), (row.Value, row.Tokens, row.Instances));
        Assert.InRange(row.Low!.Value, 0.99, 1.5);
        Assert.InRange(row.High!.Value, 1.5, 2.01);
    }

    [Fact]
    public void There_is_none_where_the_rest_is_zero_or_has_no_token()
    {
        Assert.DoesNotContain(Rows(Averages(Token("one", 0, 6f))), row => row.Slice == TokenSlice.StartOverRest);
        Assert.DoesNotContain(Rows(Averages(Token("one", 0, 6f), Token("one", 1, 0f))), row => row.Slice == TokenSlice.StartOverRest);
    }

    /// <summary>What is equal at every token cannot vary where a model is compared with itself; in some resamples a slice has no
    /// token.</summary>
    [Fact]
    public void Of_a_model_and_itself_what_does_not_vary_has_an_interval_without_width()
    {
        var averages = Averages(Token("one", 0, 3f), Token("two", 0, 3f), Token("three", 0, 3f), Token("three", 1, 3f));

        var rows = averages.Rows(new Bootstrap(3), isItself: true).ToList();

        Assert.All(
            rows.Where(row =>
                row is { Metric: TokenMetric.Unshifted or TokenMetric.KlTunedBase, Slice: TokenSlice.All or TokenSlice.Position1 }
            ),
            row => Assert.Equal((row.Value, row.Value), (row.Low!.Value, row.High!.Value))
        );
        Assert.Equal((null, null), Ends(rows, TokenSlice.Position2, TokenMetric.KlTunedBase));
        var others = averages.Rows(new Bootstrap(3), isItself: false).ToList();
        Assert.Equal(UnanimousShare.All(3), Ends(others, TokenSlice.All, TokenMetric.Unshifted));
        Assert.Equal((null, null), Ends(others, TokenSlice.All, TokenMetric.KlTunedBase));
    }

    [Fact]
    public void Of_a_model_and_itself_a_slice_that_some_resamples_miss_does_not_vary_either()
    {
        var averages = Averages(
            Token("one", 0, 3f),
            Token("two", 0, 3f),
            Token("two", 1, 3f),
            Token("three", 0, 3f),
            Token("three", 1, 3f)
        );

        Assert.Equal((3.0, 3.0), Ends([.. averages.Rows(new Bootstrap(3), isItself: true)], TokenSlice.Position2, TokenMetric.KlTunedBase));
    }

    [Fact]
    public void Of_a_model_and_itself_what_varies_has_its_interval()
    {
        var averages = Averages(Token("one", 0, 1f), Token("two", 0, 2f), Token("three", 0, 6f));
        var bootstrap = new Bootstrap(3);

        Assert.Equal(
            bootstrap.OfRatio([1, 2, 6], [1, 1, 1])!.Value,
            Ends([.. averages.Rows(bootstrap, isItself: true)], TokenSlice.All, TokenMetric.KlTunedBase)
        );
    }

    [Fact]
    public void Samples_of_a_prompt_are_one_instance()
    {
        var (first, other) = (Token("one", 0, 1f), Token("one", 0, 3f));
        other.Sample = 1;

        var row = Row(Averages(first, other), TokenSlice.All, TokenMetric.KlTunedBase);

        Assert.Equal((2.0, 2L, 1), (row.Value, row.Tokens, row.Instances));
    }

    private static (double?, double?) Ends(List<ShiftStatisticRow> rows, TokenSlice slice, TokenMetric metric)
    {
        var found = Assert.Single(rows, row => row.Slice == slice && row.Metric == metric);
        return (found.Low, found.High);
    }

    private static TokenAverages Averages(params TokenShiftRow[] tokens)
    {
        var averages = new TokenAverages();
        foreach (var token in tokens)
        {
            averages.Add(token);
        }

        return averages;
    }

    private static List<ShiftStatisticRow> Rows(TokenAverages averages) =>
        averages.Rows(new Bootstrap(averages.Instances), isItself: false).ToList();

    private static ShiftStatisticRow Row(TokenAverages averages, TokenSlice slice, TokenMetric metric) =>
        Assert.Single(Rows(averages), row => row.Slice == slice && row.Metric == metric);

    /// <summary>A token of a sentence of ten, of which the first is its start.</summary>
    private static TokenShiftRow Token(string instance, int position, float divergence)
    {
        var token = ShiftTokens.Row("a", 1, instance);
        (token.Position, token.PositionInSentence, token.SentenceTokens, token.KlTunedBase) = (position, position, 10, divergence);
        return token;
    }
}
