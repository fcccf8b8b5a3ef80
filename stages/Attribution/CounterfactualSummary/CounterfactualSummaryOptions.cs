namespace Pipeline.Stages.Attribution.CounterfactualSummary;

/// <summary>Settings of the summary of counterfactuals.</summary>
public sealed record CounterfactualSummaryOptions
{
    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<RetrainedModel> Models { get; init; }
}

/// <summary>A model whose counterfactuals are summed up.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Series">The name that it shares with the same variant under other seeds.</param>
public sealed record RetrainedModel(string Model, string Series);
