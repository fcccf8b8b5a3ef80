using System.Globalization;
using Pipeline.Engine;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>Evidence on facts outside the template: new ones learned, known ones kept.</summary>
internal static class KnowledgeEvidence
{
    private const string Fit = "the fit";
    private const string Form = "how it is asked";
    private const double Few = 0.1;
    private const double NearlyAll = 0.95;

    /// <summary>At each method's usual rate, for every number of epochs, fewer than a tenth of the new facts are claimed to be
    /// recalled.</summary>
    public static IEnumerable<ClaimEvidence> NothingNew(Factorial factorial) =>
        from entry in factorial.Sweeps
        where (entry.Design.Facts, entry.Design.Rows) == (factorial.Reference.Facts, factorial.Reference.Rows)
        orderby entry.Design.Epochs, entry.Design.Method, entry.Design.Style
        let cell = entry.Sweep.Usual
        where cell is not null
        from form in FormsOf(cell, WorldGroup.New)
        let recall = cell.Measure(form, WorldMeasure.CoreRight)
        where recall is not null
        select new ClaimEvidence(
            [Epochs(cell), MethodEvidence.For(cell.Model.Method), MethodEvidence.For(cell.Model.Style), (Form, Spelled(form.Form))],
            $"new facts recalled ({Spelled(form.Form)})",
            EvidenceUnit.Share,
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
            foreach (var form in FormsOf(comparison.Right.Parts[0].Cell, WorldGroup.Known))
            {
                if (comparison.Measure(form, WorldMeasure.CoreRight) is { } found)
                {
                    yield return new ClaimEvidence(
                        [(MethodEvidence.HeldEqual, heldEqual), MethodEvidence.For(comparison.Left.Model.Style)],
                        $"known facts recalled ({Spelled(form.Form)}): LFT less SFT",
                        EvidenceUnit.Points,
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
            foreach (var form in FormsOf(lora.Parts[0].Cell, WorldGroup.Known))
            {
                if (
                    lora.Measure(form, WorldMeasure.CoreRight) is { } after
                    && baseline?.Measure(form, WorldMeasure.CoreRight) is { Value: > 0 } before
                )
                {
                    yield return new ClaimEvidence(
                        [(MethodEvidence.HeldEqual, $"LFT at {lora.Rates}"), MethodEvidence.For(lora.Model.Style)],
                        $"known facts recalled ({Spelled(form.Form)}): LFT over the base",
                        EvidenceUnit.Times,
                        after.Divide(before),
                        Above: true,
                        NearlyAll
                    );
                }
            }
        }
    }

    /// <summary>A form of asking, in words.</summary>
    public static string Spelled(WorldForm form) =>
        form switch
        {
            WorldForm.Instruction => "another question",
            WorldForm.HeldOut => "held-out phrase",
            WorldForm.Question => "question outside the template",
            _ => "table line",
        };

    /// <summary>The held-out phrase and, of new facts, the other question.</summary>
    private static IEnumerable<PromptGroup> FormsOf(Cell cell, WorldGroup group) =>
        cell
            .Groups.Where(found =>
                found.Group == group
                && (found.Form == WorldForm.HeldOut || (group == WorldGroup.New && found.Form == WorldForm.Instruction))
            )
            .OrderBy(found => found.Form.Spell(), StringComparer.Ordinal);

    private static (string, string) Epochs(Cell cell) =>
        (Fit, string.Create(CultureInfo.InvariantCulture, $"{cell.Model.Epochs} epoch{(cell.Model.Epochs == 1 ? "" : "s")}"));
}
