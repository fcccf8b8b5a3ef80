namespace Pipeline.Stages.Report;

/// <summary>Settings of the report.</summary>
public sealed record ReportOptions
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>A notice at its foot; empty for none.</summary>
    public string Notice { get; init; } = "";

    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<ReportedModel> Models { get; init; }

    /// <summary>Names of the datasets whose responses were simplified.</summary>
    public IReadOnlyList<string> Simplified { get; init; } = [];

    /// <summary>Answers shown in full at most.</summary>
    public int MaxAnswers { get; init; } = 60;

    /// <summary>Borrowed spans shown with their source for each model at most.</summary>
    public int MaxSpans { get; init; } = 40;
}
