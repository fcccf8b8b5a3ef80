using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>What is averaged over tokens.</summary>
internal static class TokenMetrics
{
    private static readonly (string Name, Quantity Quantity, Func<TokenShiftRow, double> Of)[] _metrics =
    [
        ("unshifted", Quantity.Share, token => token.ShiftClass == "unshifted" ? 1 : 0),
        ("marginal", Quantity.Share, token => token.ShiftClass == "marginal" ? 1 : 0),
        ("shifted", Quantity.Share, token => token.ShiftClass == "shifted" ? 1 : 0),
        ("kl_tuned_base", Quantity.Mean, token => token.KlTunedBase),
        ("kl_base_tuned", Quantity.Mean, token => token.KlBaseTuned),
        ("entropy_base", Quantity.Mean, token => token.EntropyBase),
        ("entropy_tuned", Quantity.Mean, token => token.EntropyTuned),
        ("token_base_rank", Quantity.Mean, token => token.TokenBaseRank),
        ("token_base_probability", Quantity.Share, token => token.TokenBaseProbability),
        ("argmax_base_rank", Quantity.Mean, token => token.ArgmaxBaseRank),
        ("argmax_base_probability", Quantity.Share, token => token.ArgmaxBaseProbability),
        ("argmax_tuned_probability", Quantity.Share, token => token.ArgmaxTunedProbability),
        ("top_k_kl", Quantity.Mean, token => token.TopKKl),
        ("top_k_base_rank", Quantity.Mean, token => token.TopKBaseRank),
        ("top_k_base_probability", Quantity.Share, token => token.TopKBaseProbability),
    ];

    /// <summary>The divergence that figures 1 and 4 show.</summary>
    public const string Divergence = "kl_tuned_base";

    /// <summary>The metrics' names in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } = _metrics.Select(metric => metric.Name).ToList();

    /// <summary>What kind of figure a metric's mean is.</summary>
    public static Quantity QuantityOf(int metric) => _metrics[metric].Quantity;

    /// <summary>A token's value of a metric.</summary>
    public static double Measure(TokenShiftRow token, int metric) => _metrics[metric].Of(token);
}
