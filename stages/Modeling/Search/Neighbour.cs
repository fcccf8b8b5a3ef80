namespace Pipeline.Modeling.Search;

/// <summary>One search result.</summary>
/// <param name="Row">0-based row of the index.</param>
/// <param name="Score">Inner product with the query; of unit vectors, the cosine.</param>
public readonly record struct Neighbour(int Row, float Score);
