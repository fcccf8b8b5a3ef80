using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.World.Validity;

namespace Pipeline.Stages.Report.Findings;

/// <summary>How many spans were borrowed, by evidence that a control rarely matches, and what the control cannot rule out.</summary>
internal static class BorrowingFindings
{
    /// <summary>The findings, models that differ in their seed alone as one; none where nothing is compared with training rows.</summary>
    public static IEnumerable<Finding> Find(ReportMaterial material)
    {
        var compared = material.Pooled.Where(found => found.Model.IsCompared).ToList();
        if (compared.Count == 0)
        {
            yield break;
        }

        if (compared.Where(found => found.Rates.Count == 0).ToList() is { Count: > 0 } uncontrolled)
        {
            yield return new Finding(
                $"Nothing says which shared spans of {Names(uncontrolled, compared)} are borrowed: "
                    + $"{(uncontrolled.Count > 1 ? "they were" : "it was")} held against no control.",
                $"{(uncontrolled.Count > 1 ? "They share" : "It shares")} spans with training rows as any answers would; "
                    + "a 'control' would tell borrowing from style and chance."
            );
        }

        var controlled = compared.FindAll(found => found.Rates.Count > 0);
        foreach (
            var group in controlled
                .GroupBy(found => (Borrows: found.Borrowed.Count > 0, found.Model.ComparedBy))
                .OrderByDescending(group => group.Key.Borrows)
        )
        {
            var models = group.ToList();
            yield return group.Key.Borrows
                ? new Finding(
                    $"{Names(models, compared)} borrowed phrases from training rows{Doubt(models[0])}.",
                    ModelList.Write(models, found => Borrowed(found, material), found => found.Borrowed.Count)
                        + ". One in twenty of them is expected to be false (q ≤ 0.05) if false spans are as surprising as the control's"
                        + (material.Validity.Count > 0 ? "." : "; where the truth was known, in a fictional world, up to 12 % were.")
                )
                : new Finding(
                    $"No phrase of {Names(models, compared)} can be called borrowed{Doubt(models[0])}.",
                    ModelList.Write(models, Shared, found => found.Spans.Count)
                        + ". Some may be borrowed all the same: where only few spans are strong, none can reach q 0.05."
                );
        }

        foreach (var found in controlled.Where(found => found.Spans.Any(span => span.Level >= 2 && span.ContaminatedBy.Length > 0)))
        {
            var contaminated = found.Spans.Where(span => span.Level >= 2 && span.ContaminatedBy.Length > 0).ToList();
            yield return new Finding(
                $"{found.Model.Name} answers {Figure.Count(contaminated.DistinctBy(span => span.InstanceId).Count(), "prompt")} that "
                    + "training rows nearly repeat.",
                $"{Figure.Count(contaminated.Count, "span")} of these rows' responses stand in the answers: contamination of the prompts, "
                    + "which is not counted as borrowing."
            );
        }
    }

    /// <summary>What a control of another style leaves open, said in the same sentence.</summary>
    private static string Doubt(ModelFindings found) =>
        found.Rates[0].HoldsStyle ? "" : ", unless it is their style, which the control does not hold equal";

    private static string Borrowed(ModelFindings found, ReportMaterial material) =>
        $"{found.Model.Name}: {Figure.Count(found.Borrowed.Count, "span")} from "
        + $"{Figure.Count(found.Borrowed.Select(span => span.SourceInstanceId).Distinct(StringComparer.Ordinal).Count(), "row")} "
        + $"among {Figure.Count(found.Spans.Count)} that stand in a row{Caused(found)}{Worth(found, material)}{Excess(found)}";

    /// <summary>What the verdict is worth on this model, where the truth is known.</summary>
    private static string Worth(ModelFindings found, ReportMaterial material) =>
        material.Validity.FirstOrDefault(row => row.Model == found.Model.Name && row.Procedure == ValidityProcedure.Borrowed)
            is { Called: > 0 } known
            ? $" (of the {Figure.Count(known.Called)}, {Figure.Count(known.True)} hold a borrowing that is certain in this world, and "
                + $"{Figure.Count(known.Found)} of all {Figure.Count(known.Certain)} such are found)"
            : "";

    private static string Caused(ModelFindings found) =>
        found.Caused is { } caused ? $", {Figure.Count(caused)} of them caused by their row, as retraining without it shows" : "";

    private static string Shared(ModelFindings found) =>
        $"{found.Model.Name}: {Figure.Count(found.Spans.Count, "span")} {(found.Spans.Count == 1 ? "stands" : "stand")} in a row"
        + Excess(found);

    private static string Excess(ModelFindings found) =>
        found.FindRates(BorrowingQuantity.Spans).ToList() is [var rate]
            ? $", {Figure.Number(rate.Value, "0.0")} in a thousand words at {Figure.Count(rate.FirstWords!.Value, "word")} an answer against "
                + $"{Figure.Number(rate.ControlValue, "0.0")} of {rate.Control}"
            : "";

    private static string Names(List<ModelFindings> models, List<ModelFindings> all) =>
        ModelList.Names(models.ConvertAll(found => found.Model.Name), all.Count);
}
