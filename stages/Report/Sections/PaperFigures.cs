namespace Pipeline.Stages.Report.Sections;

/// <summary>Figures 1 and 4 of the paper, drawn from this run: by training-set size where a dataset was sampled in several, and by
/// sentence.</summary>
internal static class PaperFigures
{
    private const string ByTrainingSize = "figure1";

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.ShiftFigures.Count == 0)
        {
            return;
        }

        page.Element("h3", "The paper's figures, from this run");
        if (material.ShiftFigures.Any(figure => figure.Name.StartsWith(ByTrainingSize, StringComparison.Ordinal)))
        {
            page.Element(
                "p",
                "By size of the training set (figure 1): exact over the full vocabulary, and as AlignTDS computes it, which the "
                    + "published curves most likely are. With one seed the bars are "
                    + "95 % bootstrap intervals over prompts; with several a point is the mean over seeds, and its bar their range."
            );
        }

        foreach (
            var kind in material
                .ShiftFigures.OrderBy(figure => figure.Name, StringComparer.Ordinal)
                .GroupBy(figure => figure.Name.StartsWith(ByTrainingSize, StringComparison.Ordinal))
        )
        {
            // Curves stand side by side; bars, which have their labels beside them, take the whole width.
            page.Raw(kind.Key ? "<div class=\"charts\">" : "<div class=\"plots\">");
            foreach (var (_, svg) in kind)
            {
                page.Plot(svg);
            }

            page.Raw("</div>\n");
        }
    }
}
