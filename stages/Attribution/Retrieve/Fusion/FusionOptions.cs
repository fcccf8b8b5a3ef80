namespace Pipeline.Stages.Attribution.Retrieve.Fusion;

/// <summary>Settings of retrieval by several ways together.</summary>
public sealed record FusionOptions
{
    /// <summary>The ways, as their inputs are named; of equal ranks the turn that the first one found counts.</summary>
    public required IReadOnlyList<string> Of { get; init; }

    /// <summary>How little the first ranks are set apart from later ones.</summary>
    public int K { get; init; } = 60;

    /// <summary>Training instances kept for each answer.</summary>
    public int TopK { get; init; } = 50;
}
