using Pipeline.Stages.Report;

namespace Pipeline.Tests.Stages.Report;

/// <summary>How figures are spelled.</summary>
public sealed class FigureTests
{
    [Theory]
    [InlineData(1.23456, 1.2, 1.29, "1.235 [1.200, 1.290]")]
    [InlineData(1.23456, 1.0, 1.9, "1.23 [1.00, 1.90]")]
    [InlineData(12.3456, 10, 19, "12.3 [10.0, 19.0]")]
    [InlineData(123.456, 100, 190, "123 [100, 190]")]
    [InlineData(4836.46, 2912.3, 7145.9, "4,800 [2,900, 7,100]")]
    [InlineData(0.0001234, 0.0001, 0.0002, "0.0001 [0.0001, 0.0002]")]
    [InlineData(-1.5, -2.25, -0.75, "−1.5 [−2.3, −0.8]")]
    public void Digits_follow_the_width_of_the_interval(double value, double low, double high, string spelled) =>
        Assert.Equal(spelled, Figure.Rounded(value, (low, high)).Replace('\u00a0', ' '));

    [Fact]
    public void Without_an_interval_there_are_two_decimals() =>
        Assert.Equal(("1.23", "–"), (Figure.Rounded(1.2345, null), Figure.Rounded(null, null)));
}
