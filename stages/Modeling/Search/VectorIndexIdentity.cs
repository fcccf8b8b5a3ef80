namespace Pipeline.Modeling.Search;

/// <summary>What an index of vectors is of. It is opened only as what it was made for.</summary>
/// <param name="Vectors">The digest of the vectors.</param>
/// <param name="Description">The kind of index, as FAISS's factory reads it.</param>
public sealed record VectorIndexIdentity(string Vectors, string Description);
