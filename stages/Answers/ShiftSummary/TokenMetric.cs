namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>What of the tokens of a slice is averaged: a class's share, or a column of the shift table.</summary>
public enum TokenMetric
{
    /// <summary>Share of unshifted tokens, 0–1.</summary>
    Unshifted,

    /// <summary>Share of marginal tokens, 0–1.</summary>
    Marginal,

    /// <summary>Share of shifted tokens, 0–1.</summary>
    Shifted,

    /// <summary>Mean KL(tuned‖base), nats: the divergence that figures 1 and 4 show.</summary>
    KlTunedBase,

    /// <summary>Mean KL(base‖tuned), nats.</summary>
    KlBaseTuned,

    /// <summary>Mean entropy of the base model's distribution, nats.</summary>
    EntropyBase,

    /// <summary>Mean entropy of the tuned model's distribution, nats.</summary>
    EntropyTuned,

    /// <summary>Mean rank of the answer's token under the base, 1-based.</summary>
    TokenBaseRank,

    /// <summary>Mean probability of the answer's token under the base.</summary>
    TokenBaseProbability,

    /// <summary>Mean rank under the base of the token that the tuned model likes most, 1-based.</summary>
    ArgmaxBaseRank,

    /// <summary>Mean probability of that token under the base.</summary>
    ArgmaxBaseProbability,

    /// <summary>Mean probability of that token under the tuned model.</summary>
    ArgmaxTunedProbability,

    /// <summary>Mean divergence over the top-k lists, nats; may be negative.</summary>
    TopKKl,

    /// <summary>Mean rank of that token in the base's top-k list, 0-based, capped at k.</summary>
    TopKBaseRank,

    /// <summary>Mean probability of that token in the base's top-k list.</summary>
    TopKBaseProbability,
}
