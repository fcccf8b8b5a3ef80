namespace Pipeline.Stages.World.Results.Claims;

/// <summary>A claim of the paper and how it is judged.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What the paper claims.</param>
/// <param name="Paper">The paper's figure.</param>
/// <param name="Figure">The figure that shows it, a file beside the tables.</param>
/// <param name="Conditions">What it should be measured at; a verdict names those that it was not.</param>
/// <param name="Of">The evidence that a factorial has on it.</param>
internal sealed record PaperClaim(
    string Id,
    string Text,
    string Paper,
    string Figure,
    IReadOnlyList<ClaimCondition> Conditions,
    Func<Factorial, IEnumerable<ClaimEvidence>> Of
)
{
    /// <summary>The claim with its verdict, and the evidence.</summary>
    /// <param name="factorial">What was measured.</param>
    /// <param name="figures">The figures that could be drawn.</param>
    public (WorldClaimRow Claim, IReadOnlyList<WorldEvidenceRow> Evidence) Judge(Factorial factorial, IReadOnlySet<string> figures)
    {
        var evidence = Of(factorial).ToList();
        var withLost = Of(factorial.WithLost).ToList();
        var verdict = ClaimVerdict.Judge(evidence, setAside: withLost.Count > 0);
        var row = new WorldClaimRow
        {
            Claim = Id,
            Text = Text,
            Paper = Paper,
            Verdict = verdict.Text,
            Reason = verdict.Reason,
            MissingConditions = [.. ClaimCondition.FindMissing(Conditions, evidence, withLost, factorial.Styles)],
            Evidence = evidence.Count,
            AsClaimed = evidence.Count(found => found.Outcome == EvidenceOutcome.AsClaimed),
            Against = evidence.Count(found => found.Outcome == EvidenceOutcome.Against),
            Figure = figures.Contains(Figure) ? Figure : "",
        };
        return (row, evidence.ConvertAll(found => found.ToRow(Id)));
    }
}
