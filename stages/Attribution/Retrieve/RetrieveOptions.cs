using System.ComponentModel.DataAnnotations;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>Settings of retrieval.</summary>
public sealed record RetrieveOptions
{
    /// <summary>Training instances kept for each answer.</summary>
    [Range(1, 100_000)]
    public int TopK { get; init; } = 50;
}
