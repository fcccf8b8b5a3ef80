namespace Pipeline.Stages.Answers.Shift;

/// <summary>The comparison of two next-token distributions at one position; see <see cref="TokenShiftRow"/> for each figure.</summary>
internal sealed record PositionShift(
    double KlTunedBase,
    double KlBaseTuned,
    double EntropyBase,
    double EntropyTuned,
    TokenStanding Token,
    TokenStanding Argmax,
    TopListShift TopK
)
{
    /// <summary>The paper's class of a 1-based base rank.</summary>
    public static ShiftClass Classify(int rank) =>
        rank switch
        {
            1 => ShiftClass.Unshifted,
            <= 3 => ShiftClass.Marginal,
            _ => ShiftClass.Shifted,
        };
}

/// <summary>Where one token stands in both distributions.</summary>
/// <param name="Id">The token.</param>
/// <param name="BaseRank">Its 1-based rank under the base.</param>
/// <param name="BaseProbability">Its probability under the base.</param>
/// <param name="TunedProbability">Its probability under the tuned model.</param>
internal readonly record struct TokenStanding(int Id, int BaseRank, double BaseProbability, double TunedProbability);
