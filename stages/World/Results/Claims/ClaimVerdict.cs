namespace Pipeline.Stages.World.Results.Claims;

/// <summary>
/// The rule that makes a verdict of evidence. All as claimed: holds. None as claimed and some against: does not hold. Some as claimed:
/// depends on the condition that parts those from the others, or on several where no single one does. Else undecided.
/// </summary>
/// <param name="Text">holds, does not hold, depends on …, undecided or not measured in this run.</param>
/// <param name="Reason">The evidence by outcome.</param>
internal sealed record ClaimVerdict(string Text, string Reason)
{
    public const string Holds = "holds";
    public const string DoesNotHold = "does not hold";
    public const string Undecided = "undecided";
    public const string NotMeasured = "not measured in this run";
    public const string DependsOn = "depends on ";

    /// <summary>The verdict on a claim.</summary>
    public static ClaimVerdict Judge(IReadOnlyList<ClaimEvidence> evidence)
    {
        var claimed = evidence.Count(found => found.Outcome == EvidenceOutcome.AsClaimed);
        var text =
            evidence.Count == 0 ? NotMeasured
            : claimed == evidence.Count ? Holds
            : claimed > 0 ? DependsOn + Parting(evidence)
            : evidence.Any(found => found.Outcome == EvidenceOutcome.Against) ? DoesNotHold
            : Undecided;
        return new ClaimVerdict(
            text,
            string.Join(
                "; ",
                evidence
                    .GroupBy(found => found.Outcome)
                    .OrderBy(group => group.Key)
                    .Select(group =>
                        $"{Name(group.Key)}: {string.Join(" · ", group.Select(found => found.Spelled).Distinct(StringComparer.Ordinal))}"
                    )
            )
        );
    }

    /// <summary>The first condition each of whose values has one outcome; where there is none, those that have two values at
    /// least.</summary>
    private static string Parting(IReadOnlyList<ClaimEvidence> evidence)
    {
        var varying = evidence
            .SelectMany(found => found.Conditions.Select(condition => condition.Name))
            .Distinct(StringComparer.Ordinal)
            .Where(name => evidence.Select(found => found.Condition(name)).Distinct(StringComparer.Ordinal).Count() > 1)
            .ToList();
        var parting = varying.Find(name =>
            evidence
                .GroupBy(found => found.Condition(name), StringComparer.Ordinal)
                .All(group => group.Select(found => found.Outcome == EvidenceOutcome.AsClaimed).Distinct().Count() == 1)
        );
        return parting ?? (varying.Count < 2 ? string.Concat(varying) : $"{string.Join(", ", varying.SkipLast(1))} and {varying[^1]}");
    }

    private static string Name(EvidenceOutcome outcome) =>
        outcome switch
        {
            EvidenceOutcome.AsClaimed => "as claimed",
            EvidenceOutcome.Against => "against",
            _ => "open",
        };
}
