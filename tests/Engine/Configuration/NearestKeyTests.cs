using CsCheck;
using Pipeline.Engine.Configuration;

namespace Pipeline.Tests.Engine.Configuration;

public sealed class NearestKeyTests
{
    [Theory]
    [InlineData("sead", "seed")]
    [InlineData("learning-rate", "learning_rate")]
    [InlineData("modle", "model")]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Small_slips_are_recognised(string written, string? meant) =>
        Assert.Equal(meant, NearestKey.Find(written, ["model", "seed", "learning_rate"]));

    [Fact]
    public void Distance_is_symmetric_and_zero_only_for_equal_words() =>
        Gen.Select(Gen.String[Gen.Char['a', 'd'], 0, 8], Gen.String[Gen.Char['a', 'd'], 0, 8])
            .Sample(
                (left, right) =>
                {
                    var distance = NearestKey.Distance(left, right);
                    return distance == NearestKey.Distance(right, left)
                        && (distance == 0) == (left == right)
                        && distance <= Math.Max(left.Length, right.Length)
                        && distance >= Math.Abs(left.Length - right.Length);
                }
            );
}
