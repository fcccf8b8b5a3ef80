namespace Pipeline.Engine.Artifacts;

/// <summary>One sealed, immutable Parquet file of a table: the unit of work, caching, resuming and streaming.</summary>
/// <param name="Index">0-based position in its table.</param>
/// <param name="Path">Absolute path of the Parquet file.</param>
/// <param name="Digest">SHA-256 of the file's bytes, lower-case hexadecimal.</param>
/// <param name="Rows">Number of rows.</param>
public sealed record Part(int Index, string Path, string Digest, long Rows);
