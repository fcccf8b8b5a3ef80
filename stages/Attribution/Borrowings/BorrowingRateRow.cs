namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>
/// How much of a model's answers stands in training rows, per thousand words, beside its control over the same prompts; the table
/// <c>rates.parquet</c>.
/// </summary>
public sealed class BorrowingRateRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "rates.parquet";

    /// <summary>The model's name.</summary>
    public string Model { get; set; } = "";

    /// <summary>The control's name.</summary>
    public string Control { get; set; } = "";

    /// <summary>Whether model and control have the same style by design, so that an excess is not style.</summary>
    public bool HoldsStyle { get; set; }

    /// <summary>What is counted.</summary>
    public BorrowingQuantity Quantity { get; set; }

    /// <summary>The first so many words of each answer that count, of either side; null for all words.</summary>
    public int? FirstWords { get; set; }

    /// <summary>Prompts that both answered.</summary>
    public int Prompts { get; set; }

    /// <summary>Words of the model's answers that count.</summary>
    public long Words { get; set; }

    /// <summary>Words of the control's answers that count.</summary>
    public long ControlWords { get; set; }

    /// <summary>The model's, per thousand words.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its 95 % interval over prompts; null where there is none.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }

    /// <summary>The control's, per thousand words.</summary>
    public double ControlValue { get; set; }

    /// <summary>The model's less the control's.</summary>
    public double Excess { get; set; }

    /// <summary>Lower end of its 95 % interval over prompts; null where there is none.</summary>
    public double? ExcessLow { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? ExcessHigh { get; set; }
}
