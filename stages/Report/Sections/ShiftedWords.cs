using Pipeline.Engine;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The words that models shift to, as in figure 12 of the paper, and how many of them stand in training responses, beside their
/// controls.</summary>
internal static class ShiftedWords
{
    private const int Shown = 16;

    private static readonly ShiftClass[] _classes = [ShiftClass.Shifted, ShiftClass.Marginal, ShiftClass.Unshifted];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var shown = material.Shown.Select(found => found.Model.Name).ToHashSet(StringComparer.Ordinal);
        MostShifted(page, material, shown);
        FoundInTraining(page, material, shown);
    }

    private static void MostShifted(HtmlWriter page, ReportMaterial material, HashSet<string> shown)
    {
        var words = material
            .ShiftedWords.Where(row => row.Wrapper == BaseWrapper.Same && row.Shifted > 0 && shown.Contains(row.Model))
            .GroupBy(row => row.Model)
            .ToList();
        if (words.Count == 0)
        {
            return;
        }

        page.Element("h3", $"Words shifted most often, and how often{FirstSeeds(material)}");
        using var collapsed = page.Collapsed(material.IsLarge, $"Words of {Figure.Count(words.Count, "model")}");
        using var table = new HtmlTable(page, ("model", CellKind.Text), ("words whose first token is shifted", CellKind.Markup));
        foreach (var model in words)
        {
            table.Row(
                model.Key,
                string.Join(
                    " ",
                    model
                        .Take(Shown)
                        .Select(row =>
                            $"<span class=\"chip\" title=\"{Figure.Count(row.Shifted)} shifted, {Figure.Count(row.Marginal)} "
                            + $"marginal, {Figure.Count(row.Unshifted)} unshifted\">"
                            + $"<code dir=\"auto\">{HtmlWriter.Escaped(Shortened.Shorten(row.Word))}</code> {Figure.Count(row.Shifted)}</span>"
                        )
                )
            );
        }
    }

    private static void FoundInTraining(HtmlWriter page, ReportMaterial material, HashSet<string> shown)
    {
        var found = material
            .BorrowedWords.Where(row => row.Wrapper == BaseWrapper.Same && shown.Contains(row.Model))
            .ToLookup(row => (row.Model, row.Dataset, row.TrainedOn));
        if (found.Count == 0)
        {
            return;
        }

        page.Element("h3", $"Words of the answers that stand in a dataset's responses{FirstSeeds(material)}")
            .Element(
                "p",
                "The paper calls shifted words that stand in the training set borrowed. Unshifted words, and datasets that the "
                    + "model never saw, show how many would anyway."
            );
        using var collapsed = page.Collapsed(material.IsLarge, Figure.Count(found.Count, "pair") + " of model and dataset");
        using var table = new HtmlTable(
            page,
            [
                ("model", CellKind.Text),
                ("dataset", CellKind.Text),
                ("trained on it", CellKind.Text),
                .. _classes.Select(shiftClass => ($"of {shiftClass.Spell()} words, %", CellKind.Number)),
            ]
        );
        foreach (var group in found)
        {
            table.Row([
                group.Key.Model,
                group.Key.Dataset,
                group.Key.TrainedOn ? "yes" : "no",
                .. _classes.Select(shiftClass => Share(group.FirstOrDefault(row => row.ShiftClass == shiftClass))),
            ]);
        }
    }

    private static string FirstSeeds(ReportMaterial material) => material.HasSeeds ? ", under the first seed" : "";

    private static string Share(BorrowedWordRow? row) =>
        row is null ? Figure.None : Figure.WithInterval(row.Share * 100, Figure.Pair(row.Low * 100, row.High * 100), "0.0") + " %";
}
