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

    /// <summary>The datasets whose responses were simplified.</summary>
    public IReadOnlyList<SimplifiedDataset> Simplified { get; init; } = [];

    /// <summary>Prompts shown with every model's answer at most.</summary>
    public int MaxAnswers { get; init; } = 60;

    /// <summary>Pairs of answer and training row shown with their borrowed spans, for each model, at most.</summary>
    public int MaxSpans { get; init; } = 40;

    /// <summary>What a training row's similarity to an answer is, in words; it differs between ways of retrieval.</summary>
    public string Similarity { get; init; } = "similarity";

    /// <summary>The approximate index that was asked for the rows near to answers; null where all rows were compared.</summary>
    public string? Index { get; init; }
}
