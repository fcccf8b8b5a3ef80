using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>What is averaged over tokens.</summary>
internal static class TokenMetrics
{
    private static readonly (string Name, Func<TokenShiftRow, double> Of)[] _metrics =
    [
        ("unshifted", token => token.ShiftClass == "unshifted" ? 1 : 0),
        ("marginal", token => token.ShiftClass == "marginal" ? 1 : 0),
        ("shifted", token => token.ShiftClass == "shifted" ? 1 : 0),
        ("kl_tuned_base", token => token.KlTunedBase),
        ("kl_base_tuned", token => token.KlBaseTuned),
        ("entropy_base", token => token.EntropyBase),
        ("entropy_tuned", token => token.EntropyTuned),
        ("token_base_rank", token => token.TokenBaseRank),
        ("token_base_probability", token => token.TokenBaseProbability),
        ("argmax_base_rank", token => token.ArgmaxBaseRank),
        ("argmax_base_probability", token => token.ArgmaxBaseProbability),
        ("argmax_tuned_probability", token => token.ArgmaxTunedProbability),
        ("top_k_kl", token => token.TopKKl),
        ("top_k_base_rank", token => token.TopKBaseRank),
        ("top_k_base_probability", token => token.TopKBaseProbability),
    ];

    /// <summary>The divergence that figures 1 and 4 show.</summary>
    public const string Divergence = "kl_tuned_base";

    /// <summary>The metrics' names in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } = _metrics.Select(metric => metric.Name).ToList();

    /// <summary>A token's value of a metric.</summary>
    public static double Measure(TokenShiftRow token, int metric) => _metrics[metric].Of(token);
}
