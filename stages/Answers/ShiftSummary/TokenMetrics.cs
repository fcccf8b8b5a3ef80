using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>What is averaged over tokens.</summary>
internal static class TokenMetrics
{
    /// <summary>In the order of the enum.</summary>
    private static readonly (TokenMetric Metric, Quantity Quantity, Func<TokenShiftRow, double> Of)[] _metrics =
    [
        (TokenMetric.Unshifted, Quantity.Share, token => token.ShiftClass == ShiftClass.Unshifted ? 1 : 0),
        (TokenMetric.Marginal, Quantity.Share, token => token.ShiftClass == ShiftClass.Marginal ? 1 : 0),
        (TokenMetric.Shifted, Quantity.Share, token => token.ShiftClass == ShiftClass.Shifted ? 1 : 0),
        (TokenMetric.KlTunedBase, Quantity.Mean, token => token.KlTunedBase),
        (TokenMetric.KlBaseTuned, Quantity.Mean, token => token.KlBaseTuned),
        (TokenMetric.EntropyBase, Quantity.Mean, token => token.EntropyBase),
        (TokenMetric.EntropyTuned, Quantity.Mean, token => token.EntropyTuned),
        (TokenMetric.TokenBaseRank, Quantity.Mean, token => token.TokenBaseRank),
        (TokenMetric.TokenBaseProbability, Quantity.Share, token => token.TokenBaseProbability),
        (TokenMetric.ArgmaxBaseRank, Quantity.Mean, token => token.ArgmaxBaseRank),
        (TokenMetric.ArgmaxBaseProbability, Quantity.Share, token => token.ArgmaxBaseProbability),
        (TokenMetric.ArgmaxTunedProbability, Quantity.Share, token => token.ArgmaxTunedProbability),
        (TokenMetric.TopKKl, Quantity.Mean, token => token.TopKKl),
        (TokenMetric.TopKBaseRank, Quantity.Mean, token => token.TopKBaseRank),
        (TokenMetric.TopKBaseProbability, Quantity.Share, token => token.TopKBaseProbability),
    ];

    /// <summary>All of them in the order of the table.</summary>
    public static IReadOnlyList<TokenMetric> All { get; } = _metrics.Select(metric => metric.Metric).ToList();

    /// <summary>What kind of figure a metric's mean is.</summary>
    public static Quantity QuantityOf(TokenMetric metric) => _metrics[(int)metric].Quantity;

    /// <summary>A token's value of a metric.</summary>
    public static double Measure(TokenShiftRow token, TokenMetric metric) => _metrics[(int)metric].Of(token);
}
