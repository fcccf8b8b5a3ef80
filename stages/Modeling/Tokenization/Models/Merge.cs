namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Two neighbouring tokens that become one; the lowest rank merges first, the leftmost among equals.</summary>
internal readonly record struct Merge(int Left, int Right, int Rank, int Result);
