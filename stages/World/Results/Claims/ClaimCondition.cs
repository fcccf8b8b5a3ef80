using Pipeline.Engine;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>A condition that a claim should have been measured at before its verdict is a general one.</summary>
/// <param name="Name">The condition's name, as in <see cref="ClaimEvidence.Conditions"/>.</param>
/// <param name="Value">Its value; evidence that holds several things equal at once has it among others.</param>
/// <param name="Phrase">How a verdict names it, such as <c>at the paper's equal rate</c>.</param>
internal sealed record ClaimCondition(string Name, string Value, string Phrase)
{
    /// <summary>What stands between values where evidence has several at once.</summary>
    public const string Separator = ", ";

    /// <summary>
    /// Which of some conditions evidence lacks, in words: for each form of responses that the run has, unless the evidence is about none.
    /// Nothing is listed where there is no evidence at all.
    /// </summary>
    /// <param name="wanted">The conditions.</param>
    /// <param name="evidence">What the claim is judged by.</param>
    /// <param name="withLost">What it would be judged by without the bar on core facts.</param>
    /// <param name="styles">The forms of responses that the run has.</param>
    public static IEnumerable<string> FindMissing(
        IReadOnlyList<ClaimCondition> wanted,
        IReadOnlyList<ClaimEvidence> evidence,
        IReadOnlyList<ClaimEvidence> withLost,
        IReadOnlyList<ResponseStyle> styles
    )
    {
        if (evidence.Count == 0)
        {
            yield break;
        }

        foreach (var condition in wanted)
        {
            var missing = styles.Where(style => !condition.IsMet(evidence, style)).ToList();
            foreach (var lost in missing.GroupBy(style => condition.IsMet(withLost, style)).OrderBy(group => group.Key))
            {
                var where = lost.Count() == styles.Count ? "" : $" after {string.Join(" and ", lost.Select(style => style.Spell()))} rows";
                yield return lost.Key
                    ? $"measured {condition.Phrase}{where} only on models that lost their core facts"
                    : $"not measured {condition.Phrase}{where}";
            }
        }
    }

    private bool IsMet(IReadOnlyList<ClaimEvidence> evidence, ResponseStyle style) =>
        evidence.Any(found =>
            found.Condition(Name).Split(Separator).Contains(Value)
            && (found.Condition(MethodEvidence.Responses) is not { Length: > 0 } about || about == style.Spell())
        );
}
