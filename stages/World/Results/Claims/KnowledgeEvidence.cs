using System.Globalization;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>Evidence on facts outside the template: new ones learned, known ones kept.</summary>
internal static class KnowledgeEvidence
{
    private const string Fit = "the fit";
    private const string Form = "how it is asked";
    private const string Responses = "the form of the responses";
    private const string New = "new";
    private const string Known = "known";
    private const double Few = 0.1;
    private const double NearlyAll = 0.95;

    /// <summary>At each method's usual rate, for every number of epochs, fewer than a tenth of the new facts are claimed to be
    /// recalled.</summary>
    public static IEnumerable<ClaimEvidence> NothingNew(Factorial factorial) =>
        from entry in factorial.Sweeps
        where (entry.Design.Facts, entry.Design.Rows) == (factorial.Reference.Facts, factorial.Reference.Rows)
        orderby entry.Design.Epochs, entry.Design.Method, entry.Design.Style descending
        let cell = entry.Sweep.Usual
        where cell is not null
        from form in FormsOf(cell, New)
        let recall = cell.Measure(form, Measures.CoreRight)
        where recall is not null
        select new ClaimEvidence(
            [Epochs(cell), MethodEvidence.For(cell.Model.Method), (Responses, cell.Model.Style), (Form, Spelled(form.Form))],
            $"new facts recalled ({Spelled(form.Form)})",
            ClaimEvidence.Share,
            recall,
            Above: false,
            Few
        );

    /// <summary>
    /// Of the known facts that the base recalls in the held-out phrase, LFT is claimed to keep nearly all, and SFT fewer than LFT, however
    /// the two are compared.
    /// </summary>
    public static IEnumerable<ClaimEvidence> Kept(Factorial factorial)
    {
        var compared = MethodEvidence.Compared(factorial).ToList();
        foreach (var (comparison, heldEqual) in compared)
        {
            foreach (var form in FormsOf(comparison.Right.Parts[0].Cell, Known))
            {
                if (comparison.Measure(form, Measures.CoreRight) is { } found)
                {
                    yield return new ClaimEvidence(
                        [(MethodEvidence.HeldEqual, heldEqual), (Responses, comparison.Left.Model.Style)],
                        $"known facts recalled ({Spelled(form.Form)}): LFT less SFT",
                        ClaimEvidence.Points,
                        found.Right.Subtract(found.Left),
                        Above: true,
                        0
                    );
                }
            }
        }

        var baseline = factorial.Cells.FirstOrDefault(cell => cell.Rows == 0);
        foreach (var lora in compared.Select(entry => entry.Comparison.Right).DistinctBy(side => side.ToString()))
        {
            foreach (var form in FormsOf(lora.Parts[0].Cell, Known))
            {
                if (
                    lora.Measure(form, Measures.CoreRight) is { } after
                    && baseline?.Measure(form, Measures.CoreRight) is { Value: > 0 } before
                )
                {
                    yield return new ClaimEvidence(
                        [(MethodEvidence.HeldEqual, $"LFT at {lora.Rates}"), (Responses, lora.Model.Style)],
                        $"known facts recalled ({Spelled(form.Form)}): LFT over the base",
                        ClaimEvidence.Times,
                        after.Divide(before),
                        Above: true,
                        NearlyAll
                    );
                }
            }
        }
    }

    /// <summary>A form of asking, in words.</summary>
    public static string Spelled(string form) =>
        form switch
        {
            "instruction" => "another question",
            "held_out" => "held-out phrase",
            "question" => "question outside the template",
            _ => "table line",
        };

    /// <summary>The held-out phrase and, of new facts, the other question.</summary>
    private static IEnumerable<PromptGroup> FormsOf(Cell cell, string group) =>
        cell
            .Groups.Where(found => found.Group == group && (found.Form == "held_out" || (group == New && found.Form == "instruction")))
            .OrderBy(found => found.Form, StringComparer.Ordinal);

    private static (string, string) Epochs(Cell cell) =>
        (Fit, string.Create(CultureInfo.InvariantCulture, $"{cell.Model.Epochs} epoch{(cell.Model.Epochs == 1 ? "" : "s")}"));
}
