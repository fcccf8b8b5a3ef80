using Pipeline.Engine;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

public sealed class TokenMetricsTests
{
    /// <summary>A value of its own for each column.</summary>
    private static readonly TokenShiftRow _token = new()
    {
        ShiftClass = PositionShift.Classify(2),
        KlTunedBase = 1.5f,
        KlBaseTuned = 2.5f,
        EntropyBase = 3.5f,
        EntropyTuned = 4.5f,
        TokenBaseRank = 5,
        TokenBaseProbability = 0.25f,
        TokenTunedProbability = 0.125f,
        ArgmaxBaseRank = 6,
        ArgmaxBaseProbability = 0.5f,
        ArgmaxTunedProbability = 0.75f,
        TopKKl = -7.5f,
        TopKBaseRank = 8,
        TopKBaseProbability = 0.0625f,
    };

    [Theory]
    [InlineData("unshifted", 0)]
    [InlineData("marginal", 1)]
    [InlineData("shifted", 0)]
    [InlineData("kl_tuned_base", 1.5)]
    [InlineData("kl_base_tuned", 2.5)]
    [InlineData("entropy_base", 3.5)]
    [InlineData("entropy_tuned", 4.5)]
    [InlineData("token_base_rank", 5)]
    [InlineData("token_base_probability", 0.25)]
    [InlineData("argmax_base_rank", 6)]
    [InlineData("argmax_base_probability", 0.5)]
    [InlineData("argmax_tuned_probability", 0.75)]
    [InlineData("top_k_kl", -7.5)]
    [InlineData("top_k_base_rank", 8)]
    [InlineData("top_k_base_probability", 0.0625)]
    public void A_metric_is_the_column_of_its_name(string name, double expected) => Assert.Equal(expected, Measure(_token, name));

    [Fact]
    public void Every_token_is_of_one_class()
    {
        foreach (var (rank, name) in new[] { (1, "unshifted"), (3, "marginal"), (4, "shifted") })
        {
            var token = ShiftTokens.Row("a", rank);
            string[] classes = ["unshifted", "marginal", "shifted"];

            Assert.All(classes, other => Assert.Equal(other == name ? 1 : 0, Measure(token, other)));
        }
    }

    /// <summary>Metrics are looked up by the enum's numbers.</summary>
    [Fact]
    public void Their_order_is_that_of_the_enum() => Assert.Equal(Enum.GetValues<TokenMetric>(), TokenMetrics.All);

    private static double Measure(TokenShiftRow token, string name) =>
        TokenMetrics.Measure(token, TokenMetrics.All.Single(metric => metric.Spell() == name));
}
