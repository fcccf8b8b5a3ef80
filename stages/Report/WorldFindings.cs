using Pipeline.Stages.World.Results;

namespace Pipeline.Stages.Report;

/// <summary>What the controlled world found: the paper's claims, what they are judged by, all measures, and the figures.</summary>
internal sealed record WorldFindings(
    IReadOnlyList<WorldClaimRow> Claims,
    IReadOnlyList<WorldEvidenceRow> Evidence,
    IReadOnlyList<WorldResultRow> Results,
    IReadOnlyList<(string Name, string Svg)> Figures
);
