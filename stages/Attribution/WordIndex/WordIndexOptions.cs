namespace Pipeline.Stages.Attribution.WordIndex;

/// <summary>The index of a dataset's words has no settings: what BM25's parameters are, is decided when it is searched.</summary>
public sealed record WordIndexOptions;
