using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>Tails for few instances, against Student's t and the normal distribution from their tables.</summary>
public sealed class ExpandedPercentileTests
{
    /// <summary>Φ(−t · √(n / (n − 1))) with the 0.975 quantiles of t for n − 1 degrees of freedom: 3.182446, 2.776445, 2.262157,
    /// 2.045230.</summary>
    [Theory]
    [InlineData(4, 3.182446, 2e-5)]
    [InlineData(5, 2.776445, 3e-5)]
    [InlineData(10, 2.262157, 1e-5)]
    [InlineData(30, 2.045230, 1e-7)]
    public void The_tail_is_what_Student_asks_for(int n, double t, double tolerance) =>
        Assert.Equal(NormalBelow(-t * Math.Sqrt((double)n / (n - 1))), ExpandedPercentile.Tail(n), tolerance);

    [Fact]
    public void Of_three_and_fewer_nothing_is_left_out() => Assert.Equal([0, 0, 0], ((int[])[1, 2, 3]).Select(ExpandedPercentile.Tail));

    /// <summary>The normal distribution by its series (Abramowitz and Stegun, 26.2.10).</summary>
    private static double NormalBelow(double x)
    {
        var (sum, term) = (x, x);
        for (var k = 1; k < 200; k++)
        {
            term *= -x * x / (2 * k);
            sum += term / ((2 * k) + 1);
        }

        return 0.5 + (sum / Math.Sqrt(2 * Math.PI));
    }
}
