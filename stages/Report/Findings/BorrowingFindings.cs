using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Report.Findings;

/// <summary>How much of the answers stands verbatim in training rows, beyond what a control gives.</summary>
internal static class BorrowingFindings
{
    private const int LongWords = 12;
    private const double TenThousand = 10_000;

    /// <summary>The findings, models that differ in their seed alone as one; none where nothing is compared with training rows.</summary>
    public static IEnumerable<Finding> Find(ReportMaterial material)
    {
        var rows = material.Pooled.Where(found => found.Model.IsCompared).Select(material.SummaryOf).ToList();
        if (rows.Count == 0)
        {
            yield break;
        }

        if (material.ControlNames is null)
        {
            yield return new Finding(
                "Answers share spans with training rows; no control says how many would anyway.",
                "Borrowed spans per 1,000 words: "
                    + ModelList.Write(
                        rows,
                        row => $"{row.Model} {Figure.Rounded(row.BorrowedPerThousand, row.BorrowedInterval)}",
                        row => row.BorrowedPerThousand ?? 0
                    )
                    + "."
            );
            yield break;
        }

        var controls = material.Pooled.ToDictionary(found => found.Model.Name, found => found.Model.ComparedWith, StringComparer.Ordinal);
        foreach (
            var group in rows.Where(row => row.Excess is not null)
                .GroupBy(row => (Verdict: Verdict(row), Control: controls[row.Model]!))
                .OrderByDescending(group => group.Key.Verdict)
        )
        {
            yield return new Finding(
                Lead(group.Key.Verdict, [.. group.Select(row => row.Model)], rows.Count, group.Key.Control),
                ModelList.Write([.. group], Detail, row => row.Excess!.Value) + "."
            );
        }

        foreach (var row in rows.Where(row => row.ComparedPrompts == 0))
        {
            yield return new Finding(
                $"{row.Model} cannot be compared with {controls[row.Model]}.",
                "They answered none of the same prompts."
            );
        }

        if (LongSpans(material) is { } longSpans)
        {
            yield return longSpans;
        }
    }

    /// <summary>Chance and style give many short spans and few long ones.</summary>
    private static Finding? LongSpans(ReportMaterial material)
    {
        var models = material
            .Pooled.Where(found => material.SummaryOf(found).Excess is not null && found.Borrowed.Any(span => span.Words >= LongWords))
            .ToList();
        return models.Count == 0
            ? null
            : new Finding(
                $"Long spans say more: {LongWords} words or more, in 10,000 words of answers.",
                ModelList.Write(
                    models.ConvertAll(found => LongRates(material, found)),
                    rates =>
                        $"{rates.Model} {Figure.Number(rates.Own)} against {Figure.Number(rates.Control)}, an excess of "
                        + $"{Figure.Rounded(rates.Excess?.Value, rates.Excess?.Interval)}",
                    rates => rates.Excess?.Value ?? 0
                ) + "."
            );
    }

    private static (string Model, double? Own, double? Control, Estimate? Excess) LongRates(ReportMaterial material, ModelFindings found)
    {
        var control = material.ControlOf(found)!;
        var shared = found.PromptsSharedWith(control);
        var own = ModelMeasures.Borrowed(found, shared, LongWords, TenThousand);
        var other = ModelMeasures.ControlBorrowed(found, control, shared, LongWords, TenThousand);
        return (found.Model.Name, own?.Value, other?.Value, other is null ? null : own?.Subtract(other));
    }

    /// <summary>1 where the excess over the control is above zero for certain, −1 where it is below, 0 where neither is sure.</summary>
    private static int Verdict(ModelSummaryRow row) =>
        row.ExcessInterval switch
        {
            { Low: > 0 } => 1,
            { High: < 0 } => -1,
            _ => 0,
        };

    private static string Lead(int verdict, IReadOnlyList<string> models, int of, string control)
    {
        var (names, many) = (ModelList.Names(models, of), models.Count > 1);
        return verdict switch
        {
            > 0 => $"{names} {(many ? "share" : "shares")} more spans with training rows than {control} does.",
            < 0 => $"{names} {(many ? "share" : "shares")} fewer spans with training rows than {control} does.",
            _ => $"{names} {(many ? "do" : "does")} not clearly share more spans with training rows than {control} does.",
        };
    }

    private static string Detail(ModelSummaryRow row) =>
        $"{row.Model}: {Figure.Number(row.Excess + row.ControlPerThousand, "0.0")} spans in a thousand words against "
        + $"{Figure.Number(row.ControlPerThousand, "0.0")}, "
        + $"an excess of {Figure.Rounded(row.Excess, row.ExcessInterval)}";
}
