using Pipeline.Engine;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>
/// The rule that makes a verdict of evidence. All as claimed: holds. None as claimed and some against: does not hold. Some as claimed:
/// depends on the condition that parts those from the others, or on several where no single one does. Else undecided. Without evidence:
/// unknown where models that lost their core facts would have given some, else not measured.
/// </summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Condition">What it depends on; empty where it does not.</param>
/// <param name="Reason">The evidence by outcome.</param>
internal sealed record ClaimVerdict(VerdictKind Kind, string Condition, string Reason)
{
    /// <summary>The verdict in words.</summary>
    public string Text => Condition.Length == 0 ? Kind.Spell() : $"{Kind.Spell()} {Condition}";

    /// <summary>The verdict on a claim.</summary>
    /// <param name="evidence">What it is judged by.</param>
    /// <param name="setAside">Whether there would be more without the bar on core facts.</param>
    public static ClaimVerdict Judge(IReadOnlyList<ClaimEvidence> evidence, bool setAside = false)
    {
        var claimed = evidence.Count(found => found.Outcome == EvidenceOutcome.AsClaimed);
        var kind =
            evidence.Count == 0 ? (setAside ? VerdictKind.Unknown : VerdictKind.NotMeasured)
            : claimed == evidence.Count ? VerdictKind.Holds
            : claimed > 0 ? VerdictKind.DependsOn
            : evidence.Any(found => found.Outcome == EvidenceOutcome.Against) ? VerdictKind.DoesNotHold
            : VerdictKind.Undecided;
        return new ClaimVerdict(
            kind,
            kind == VerdictKind.DependsOn ? Parting(evidence) : "",
            kind == VerdictKind.Unknown
                ? "every model that it could be judged by lost its core facts"
                : string.Join(
                    "; ",
                    evidence
                        .GroupBy(found => found.Outcome)
                        .OrderBy(group => group.Key)
                        .Select(group =>
                            $"{group.Key.Spell()}: {string.Join(" · ", group.Select(found => found.Spelled).Distinct(StringComparer.Ordinal))}"
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
}
