namespace Pipeline.Stages.WorldResults.Claims;

/// <summary>One figure that a claim is judged by.</summary>
/// <param name="Conditions">Under what conditions it was measured, by name: where evidence disagrees, one of them is what the claim depends on.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Unit">times, share, points or number.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Above">Whether it is claimed to be above the threshold, or below it.</param>
/// <param name="Threshold">The value in question.</param>
internal sealed record ClaimEvidence(
    IReadOnlyList<(string Name, string Value)> Conditions, string Quantity, string Unit, Estimate Measured, bool Above, double Threshold)
{
    public const string Times = "times";
    public const string Share = "share";
    public const string Points = "points";
    public const string Number = "number";

    /// <summary>Whether the interval lies wholly on the claimed side, wholly on the other, or holds the threshold.</summary>
    public EvidenceOutcome Outcome => Measured.Interval is not { } interval ? EvidenceOutcome.Open
        : interval.Low > Threshold ? (Above ? EvidenceOutcome.AsClaimed : EvidenceOutcome.Against)
        : interval.High < Threshold ? (Above ? EvidenceOutcome.Against : EvidenceOutcome.AsClaimed)
        : EvidenceOutcome.Open;

    /// <summary>A condition's value; empty where it has none.</summary>
    public string Condition(string name) => Conditions.FirstOrDefault(condition => condition.Name == name).Value ?? "";

    /// <summary>The conditions as a reader meets them.</summary>
    public string Spelled => string.Join(", ", Conditions.Select(condition => condition.Value));

    /// <summary>The row of the table.</summary>
    public WorldEvidenceRow ToRow(string claim) => new()
    {
        Claim = claim,
        Conditions = Spelled,
        Quantity = Quantity,
        Unit = Unit,
        Value = Measured.Value,
        Low = Measured.Interval?.Low,
        High = Measured.Interval?.High,
        SeedLow = Measured.SeedInterval?.Low,
        SeedHigh = Measured.SeedInterval?.High,
        Seeds = Measured.Seeds,
        Claimed = Above ? "above" : "below",
        Threshold = Threshold,
        Outcome = Outcome switch { EvidenceOutcome.AsClaimed => "as claimed", EvidenceOutcome.Against => "against", _ => "open" },
    };
}
