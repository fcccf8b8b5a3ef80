using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Exact limits of shares that do not vary, and what is made of them.</summary>
public sealed class UnanimousShareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(100)]
    public void None_of_n_is_still_likely_enough_at_the_upper_limit_and_no_further(int n)
    {
        var (low, high) = UnanimousShare.None(n);

        Assert.Equal(0, low);
        Assert.Equal(0.025, Math.Pow(1 - high, n), 1e-12);
        Assert.Equal(1 - high, UnanimousShare.All(n).Low, 1e-12);
        Assert.Equal(1, UnanimousShare.All(n).High);
        Assert.Equal((-high, high), UnanimousShare.NoDifference(n));
        Assert.Equal(0.025, Math.Exp(-n * UnanimousShare.NoEvents(n).High), 1e-12);
    }

    [Fact]
    public void A_difference_has_the_limits_that_the_literature_prints_for_it()
    {
        // Newcombe 1998, table II, case (a), method 10: 56 of 70 less 48 of 80, from their Wilson intervals.
        var (low, high) = CombinedInterval.Difference(0.8, (0.6918, 0.8770), 0.6, (0.4905, 0.7004));

        Assert.Equal((0.0524, 0.3339), (Math.Round(low, 4), Math.Round(high, 4)));
    }

    [Fact]
    public void A_quotient_at_its_limits_differs_from_the_divided_by_as_much_as_the_intervals_allow()
    {
        var (left, ofLeft, right, ofRight) = (0.5, (Low: 0.4, High: 0.65), 0.8, (Low: 0.7, High: 0.95));
        var (low, high) = CombinedInterval.Quotient(left, ofLeft, right, ofRight);

        // At a limit R, the interval of left − R · right begins or ends at 0.
        Assert.Equal(0, CombinedInterval.Difference(left, ofLeft, low * right, (low * ofRight.Low, low * ofRight.High)).Low, 1e-9);
        Assert.Equal(0, CombinedInterval.Difference(left, ofLeft, high * right, (high * ofRight.Low, high * ofRight.High)).High, 1e-9);
        Assert.InRange(left / right, low, high);
    }

    [Fact]
    public void A_quotient_by_what_may_be_nothing_has_no_upper_end_and_one_of_nothing_begins_at_0()
    {
        Assert.Equal(double.PositiveInfinity, CombinedInterval.Quotient(0.5, (0.4, 0.6), 0.1, (0, 0.3)).High);
        Assert.Equal(0, CombinedInterval.Quotient(0, UnanimousShare.None(20), 0.5, (0.3, 0.7)).Low);
        Assert.InRange(
            CombinedInterval.Quotient(0, UnanimousShare.None(20), 0.5, (0.3, 0.7)).High,
            UnanimousShare.None(20).High / 0.7,
            UnanimousShare.None(20).High / 0.3
        );
    }
}
