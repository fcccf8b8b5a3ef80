using System.Text.Json;

namespace Pipeline.Stages.Ingest;

/// <summary>One row of a dataset file before it is understood.</summary>
/// <param name="RowNumber">1-based row: array element, JSON line or Parquet row.</param>
/// <param name="Offset">0-based byte of the decompressed file where it starts; −1 where rows have none (Parquet).</param>
/// <param name="Fields">Its fields.</param>
internal sealed record RawRecord(long RowNumber, long Offset, JsonElement Fields);
