namespace Pipeline.Stages.Attribution.VectorIndex;

/// <summary>Settings of an index of a dataset's vectors.</summary>
public sealed record VectorIndexOptions
{
    /// <summary>What kind of index, as FAISS's factory reads it, such as HNSW32.</summary>
    public required string Index { get; init; }
}
