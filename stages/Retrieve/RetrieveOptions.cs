namespace Pipeline.Stages.Retrieve;

/// <summary>Settings of retrieval.</summary>
public sealed record RetrieveOptions
{
    /// <summary>Training instances kept for each answer.</summary>
    public int TopK { get; init; } = 50;
}
