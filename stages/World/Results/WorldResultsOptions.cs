namespace Pipeline.Stages.World.Results;

/// <summary>Settings of the results.</summary>
public sealed record WorldResultsOptions
{
    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<WorldModel> Models { get; init; }
}
