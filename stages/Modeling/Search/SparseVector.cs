namespace Pipeline.Modeling.Search;

/// <summary>A vector that is zero almost everywhere.</summary>
/// <param name="Dimensions">Ascending dimensions that are not zero.</param>
/// <param name="Values">Their values, aligned.</param>
public readonly record struct SparseVector(int[] Dimensions, float[] Values);
