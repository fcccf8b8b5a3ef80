namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>Settings of the summary.</summary>
public sealed record ShiftSummaryOptions
{
    /// <summary>The shift tables, in the order of the results.</summary>
    public required IReadOnlyList<SummarisedModel> Models { get; init; }

    /// <summary>Words listed for each table, those most often shifted first.</summary>
    public int TopWords { get; init; } = 125;
}
