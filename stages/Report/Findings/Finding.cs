namespace Pipeline.Stages.Report.Findings;

/// <summary>One finding as a sentence.</summary>
/// <param name="Lead">What was found.</param>
/// <param name="Detail">Its figures, and what they may not mean.</param>
internal sealed record Finding(string Lead, string Detail);
