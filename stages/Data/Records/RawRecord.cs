using System.Text.Json;

namespace Pipeline.Stages.Data.Records;

/// <summary>One row of a dataset file before it is understood.</summary>
/// <param name="RowNumber">1-based row: array element, JSON line that is not blank, or Parquet row.</param>
/// <param name="Offset">0-based byte of the decompressed file where it starts; −1 where rows have none (Parquet).</param>
/// <param name="Fields">Its fields.</param>
/// <param name="LeftOut">Columns of the file that hold neither text, numbers nor conversations, with their types.</param>
internal sealed record RawRecord(long RowNumber, long Offset, JsonElement Fields, IReadOnlyList<string> LeftOut)
{
    /// <summary>The names of the fields.</summary>
    public IEnumerable<string> Names => Fields.EnumerateObject().Select(property => property.Name);
}
