namespace Pipeline.Stages.Report.Sections;

/// <summary>Every model in one table, and what the figures can and cannot mean.</summary>
internal static class HeadlineSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Raw("<section id=\"figures\"><h2>What instruction tuning did, in figures</h2>\n");
        if (material.Summaries.Any(row => row.MeanKl is not null))
        {
            page.Element("p", "How far each tuned model moved from the base, measured on its own answers over the full vocabulary.")
                .Raw("<div class=\"scroll\">")
                .Head("model", "method", "trained on", "KL(tuned‖base), nats", "unshifted", "marginal", "shifted", "", "words", "ROUGE-L");
            foreach (var row in material.Summaries)
            {
                Shift(page, row);
            }

            page.EndTable().Raw("</div>\n");
        }

        if (material.Summaries.Any(row => row.BorrowedPerThousand is not null))
        {
            Borrowing(page, material);
        }

        page.Raw("</section>\n");
    }

    private static void Shift(HtmlWriter page, ModelSummaryRow row)
    {
        page.Raw("<tr>").Element("td", row.Model).Element("td", row.Method).Element("td", row.Dataset)
            .Element("td", HtmlWriter.Number(row.MeanKl, "0.000") + HtmlWriter.Interval(row.MeanKlLow, row.MeanKlHigh, "0.000"), "class=\"n\"")
            .Element("td", HtmlWriter.Percent(row.Unshifted), "class=\"n\"")
            .Element("td", HtmlWriter.Percent(row.Marginal), "class=\"n\"")
            .Element("td", HtmlWriter.Percent(row.Shifted), "class=\"n\"")
            .Raw("<td>");
        if (row.Unshifted is not null)
        {
            page.Raw("<span class=\"bar\">").Raw(Bar("u", row.Unshifted)).Raw(Bar("m", row.Marginal)).Raw(Bar("s", row.Shifted)).Raw("</span>");
        }

        page.Raw("</td>").Element("td", HtmlWriter.Number(row.MeanWords, "0.0"), "class=\"n\"").Element("td", HtmlWriter.Number(row.RougeL, "0.000"), "class=\"n\"").Raw("</tr>\n");
    }

    private static string Bar(string kind, double? share) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<i class=\"{kind}\" style=\"width:{(share ?? 0) * 100:0.##}%\"></i>");

    private static void Borrowing(HtmlWriter page, ReportMaterial material)
    {
        var control = material.Findings.FirstOrDefault(found => found.Model.Control)?.Model.Name;
        page.Raw("<h3>Borrowed spans</h3>")
            .Element(
                "p",
                "Word sequences that an answer shares with a retrieved training response, that are not in the prompt, and that the control did not write. "
                + (control is null ? "There is no control in this run: these rates include chance and style." : $"The control, {control}, is counted the same way against the same rows; the excess is what training on them added."))
            .Raw("<div class=\"scroll\">")
            .Head("model", "rows", "answers", "words", "borrowed per 1,000 words", "control", "excess [95 % interval]");
        foreach (var row in material.Summaries.Where(row => row.BorrowedPerThousand is not null))
        {
            page.Raw("<tr>").Element("td", row.Model).Element("td", row.Dataset)
                .Element("td", HtmlWriter.Number(row.Answers, "0"), "class=\"n\"")
                .Element("td", HtmlWriter.Number(row.MeanWords, "0.0"), "class=\"n\"")
                .Element("td", HtmlWriter.Number(row.BorrowedPerThousand), "class=\"n\"")
                .Element("td", HtmlWriter.Number(row.ControlPerThousand), "class=\"n\"")
                .Element("td", HtmlWriter.Number(row.Excess) + HtmlWriter.Interval(row.ExcessLow, row.ExcessHigh), "class=\"n\"")
                .Raw("</tr>\n");
        }

        page.EndTable().Raw("</div>")
            .Element(
                "p",
                "A verbatim match is evidence, not cause. If only a part of the training rows is at hand, every rate is a lower bound. Models differ in the length of their "
                + "answers, so rates are per word. Intervals resample prompts.",
                "class=\"soft\"");
    }
}
