namespace Pipeline.Stages.Report.Sections;

/// <summary>A measure of models as a column of a table: of each model with its interval over prompts, or of models that differ in their
/// seed with their range.</summary>
/// <param name="Heading">Its heading, with the unit.</param>
/// <param name="Value">The measure of a model.</param>
/// <param name="Interval">Its interval over prompts; null for none.</param>
/// <param name="Format">How its numbers are spelled.</param>
internal sealed record ModelMeasure(
    string Heading,
    Func<ModelSummaryRow, double?> Value,
    Func<ModelSummaryRow, (double Low, double High)?> Interval,
    string Format
)
{
    /// <summary>What the numbers are multiplied with, such as 100 for a share in percent.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Whether the measure is drawn beside its numbers.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>The value and interval of one model, or the mean and range of several.</summary>
    public (double? Value, (double Low, double High)? Interval) Summarise(IReadOnlyList<ModelSummaryRow> rows)
    {
        if (rows is [var only])
        {
            return (Value(only) * Factor, Interval(only) is { } ends ? (ends.Low * Factor, ends.High * Factor) : null);
        }

        var values = rows.Select(row => Value(row) * Factor).OfType<double>().ToList();
        return values.Count == 0 ? default : (values.Average(), (values.Min(), values.Max()));
    }
}
