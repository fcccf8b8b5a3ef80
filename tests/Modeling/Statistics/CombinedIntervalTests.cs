using CsCheck;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Intervals of differences and quotients, against their definitions.</summary>
public sealed class CombinedIntervalTests
{
    private static readonly Gen<(double Value, (double Low, double High) Interval)> _positive =
        from low in Gen.Double[0.1, 1]
        from below in Gen.Double[0.01, 1]
        from above in Gen.Double[0.01, 1]
        select (low + below, (low, low + below + above));

    [Fact]
    public void A_difference_reaches_as_far_as_the_ends_that_point_its_way() =>
        Assert.Equal((5 - 5.0, 5 + 10.0), CombinedInterval.Difference(12, (9, 20), 7, (1, 11)));

    [Fact]
    public void What_has_no_width_on_one_side_leaves_the_others() =>
        Assert.Equal((1.0, 6.0), CombinedInterval.Difference(7, (4, 9), 3, (3, 3)));

    [Fact]
    public void A_quotient_of_exact_figures_is_exact() => Assert.Equal((2.5, 2.5), CombinedInterval.Quotient(5, (5, 5), 2, (2, 2)));

    [Fact]
    public void A_quotient_by_an_exact_figure_is_the_divided_interval()
    {
        var (low, high) = CombinedInterval.Quotient(6, (5, 9), 2, (2, 2));

        Assert.Equal((2.5, 4.5), (Math.Round(low, 12), Math.Round(high, 12)));
    }

    [Fact]
    public void The_quotient_holds_its_figure_and_at_its_limits_the_difference_begins_or_ends_at_nothing() =>
        Gen.Select(_positive, _positive)
            .Sample(
                (left, right) =>
                {
                    var (low, high) = CombinedInterval.Quotient(left.Value, left.Interval, right.Value, right.Interval);

                    Assert.InRange(left.Value / right.Value, low, high);
                    Assert.Equal(0, Difference(low).Low, 1e-6);
                    Assert.Equal(0, Difference(high).High, 1e-6);

                    (double Low, double High) Difference(double ratio) =>
                        CombinedInterval.Difference(
                            left.Value,
                            left.Interval,
                            ratio * right.Value,
                            (ratio * right.Interval.Low, ratio * right.Interval.High)
                        );
                },
                iter: 200,
                threads: 1
            );

    [Theory]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(-0.1, double.PositiveInfinity)]
    public void A_divisor_that_may_be_nothing_leaves_no_upper_end(double lowest, double expected)
    {
        var (low, high) = CombinedInterval.Quotient(1, (0.5, 2), 0.5, (lowest, 1));

        Assert.Equal(expected, high);
        Assert.InRange(low, 0.3, 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    public void A_divided_that_may_be_nothing_begins_at_0(double lowest) =>
        Assert.Equal(0, CombinedInterval.Quotient(1, (lowest, 2), 0.5, (0.4, 0.6)).Low);
}
