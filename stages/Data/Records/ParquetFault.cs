namespace Pipeline.Stages.Data.Records;

/// <summary>What our own reading found wrong in a Parquet file, in words for the user; what the library throws has none.</summary>
/// <param name="problem">What was found, and where.</param>
internal sealed class ParquetFault(string problem) : Exception(problem);
