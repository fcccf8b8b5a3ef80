namespace Pipeline.Stages.World.Validity;

/// <summary>
/// A procedure that calls spans borrowed, held against what is certain: a span is true if it holds a certain borrowing and names the row
/// that it came from, also where the answer states the value again: the truth lists a value once an answer. Spans that are in the prompt
/// are left out.
/// </summary>
public sealed class ValidityRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "validity.parquet";

    /// <summary>The model.</summary>
    public string Model { get; set; } = "";

    /// <summary>What calls spans borrowed, or orders them.</summary>
    public ValidityProcedure Procedure { get; set; }

    /// <summary>Certain borrowings of the model's answers.</summary>
    public int Certain { get; set; }

    /// <summary>Spans that were called borrowed; of an order all that it orders.</summary>
    public int Called { get; set; }

    /// <summary>Those of them that are true.</summary>
    public int True { get; set; }

    /// <summary>Certain borrowings that lie in a span that was called borrowed with the right row.</summary>
    public int Found { get; set; }

    /// <summary>True spans over those called borrowed, 0–1; null for an order, and where none was called so.</summary>
    public double? Precision { get; set; }

    /// <summary>Found over certain borrowings, 0–1; null for an order, and where there is none.</summary>
    public double? Recall { get; set; }

    /// <summary>
    /// Of an order: the mean, over the true spans, of the share of true ones among all spans at least as high; spans of one value share
    /// it. Null for a verdict, and where no span is true.
    /// </summary>
    public double? AveragePrecision { get; set; }
}
