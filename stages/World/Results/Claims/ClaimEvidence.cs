using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>One figure that a claim is judged by.</summary>
/// <param name="Conditions">Under what conditions it was measured, by name: where evidence disagrees, one of them is what the claim depends
/// on.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Above">Whether it is claimed to be above the threshold, or below it.</param>
/// <param name="Threshold">The value in question.</param>
/// <param name="Bound">What the figure is to the one claimed about; null for that itself.</param>
internal sealed record ClaimEvidence(
    IReadOnlyList<(string Name, string Value)> Conditions,
    string Quantity,
    EvidenceUnit Unit,
    Estimate Measured,
    bool Above,
    double Threshold,
    EvidenceBound? Bound = null
)
{
    /// <summary>
    /// Whether the intervals over prompts and over training rows lie wholly on the claimed side, wholly on the other, or hold the
    /// threshold. What is at least so much may still be more, and what is at most so much less.
    /// </summary>
    public EvidenceOutcome Outcome =>
        Measured.Interval is not { } interval ? EvidenceOutcome.Open
        : Math.Min(interval.Low, Measured.SourceInterval?.Low ?? interval.Low) > Threshold && Bound != EvidenceBound.AtMost
            ? (Above ? EvidenceOutcome.AsClaimed : EvidenceOutcome.Against)
        : Math.Max(interval.High, Measured.SourceInterval?.High ?? interval.High) < Threshold && Bound != EvidenceBound.AtLeast
            ? (Above ? EvidenceOutcome.Against : EvidenceOutcome.AsClaimed)
        : EvidenceOutcome.Open;

    /// <summary>A condition's value; empty where it has none.</summary>
    public string Condition(string name) => Conditions.FirstOrDefault(condition => condition.Name == name).Value ?? "";

    /// <summary>The conditions as a reader meets them.</summary>
    public string Spelled => string.Join(", ", Conditions.Select(condition => condition.Value));

    /// <summary>The row of the table.</summary>
    public WorldEvidenceRow ToRow(string claim) =>
        new()
        {
            Claim = claim,
            Conditions = Spelled,
            Quantity = Quantity,
            Unit = Unit,
            Value = Measured.Value,
            Low = Measured.Interval?.Low,
            High = Measured.Interval?.High,
            Exact = Measured.IsExact,
            SourceLow = Measured.SourceInterval?.Low,
            SourceHigh = Measured.SourceInterval?.High,
            SeedLow = Measured.SeedInterval?.Low,
            SeedHigh = Measured.SeedInterval?.High,
            Seeds = Measured.Seeds,
            Claimed = Above ? ClaimedSide.Above : ClaimedSide.Below,
            Threshold = Threshold,
            Bound = Bound,
            Outcome = Outcome,
        };
}
