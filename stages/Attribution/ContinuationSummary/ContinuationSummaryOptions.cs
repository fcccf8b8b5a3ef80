namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>Settings of the summary of right and written continuations.</summary>
public sealed record ContinuationSummaryOptions
{
    /// <summary>The models whose answers were read, in the order of the tables.</summary>
    public required IReadOnlyList<ReadModel> Models { get; init; }
}

/// <summary>A model whose answers were read.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Series">The name that it shares with the same variant under other seeds.</param>
/// <param name="Scorers">The tuned models that read them, beside the base.</param>
public sealed record ReadModel(string Model, string Series, IReadOnlyList<ReadingModel> Scorers);

/// <summary>A tuned model that read answers.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Series">The name that it shares with the same variant under other seeds.</param>
public sealed record ReadingModel(string Model, string Series);
