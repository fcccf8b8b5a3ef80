using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>Settings of retrieval.</summary>
public sealed record RetrieveOptions
{
    /// <summary>Training instances kept for each answer.</summary>
    [Range(1, 100_000)]
    public int TopK { get; init; } = 50;

    /// <summary>The index that is asked; null for a search of all rows, which is exact.</summary>
    public IndexParameters? Approximate { get; init; }

    /// <summary>Whether FAISS, where it is there, does the exact search of dense vectors: the same rows and scores, bit for bit.</summary>
    [JsonIgnore]
    public bool ByFaiss { get; init; }
}
