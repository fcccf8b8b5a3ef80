using Pipeline.Stages.Report.Charts;
using Pipeline.Stages.Report.Findings;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What was found, first in sentences, then every model in one table.</summary>
internal static class FindingsSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Section("findings", "Findings");
        IReadOnlyList<Finding> findings = [.. ShiftFindings.Of(material), .. BorrowingFindings.Of(material), .. SimplificationFindings.Of(material)];
        if (findings.Count > 0)
        {
            page.Raw("<ul class=\"findings\">\n");
            foreach (var finding in findings)
            {
                page.Raw("<li>").Element("strong", finding.Lead).Text(" " + finding.Detail).Raw("</li>\n");
            }

            page.Raw("</ul>\n");
        }

        Table(page, material);
        page.EndSection();
    }

    private static void Table(HtmlWriter page, ReportMaterial material)
    {
        var shift = material.Summaries.Any(row => row.MeanKl is not null);
        var rouge = material.Summaries.Any(row => row.RougeL is not null);
        var borrowing = material.Summaries.Any(row => row.BorrowedPerThousand is not null);
        var klAxis = IntervalMark.AxisOver(material.Summaries.Select(row => (row.MeanKl, row.MeanKlInterval)));
        var imported = material.Findings.Any(found => found.Model.Variant == found.Model.Name && found.Model.Dataset.Length > 0);
        var columns = new List<(string, CellKind)> { ("model", CellKind.Markup), ("method", CellKind.Text) };
        columns.AddRange(imported ? [("held against", CellKind.Text)] : []);
        columns.AddRange(shift ? [("KL(tuned‖base), nats", CellKind.Number), ("", CellKind.Markup), ("shifted", CellKind.Number)] : []);
        columns.AddRange(borrowing ? [("borrowed spans / 1,000 words", CellKind.Number), ("over control", CellKind.Number)] : []);
        columns.Add(("words", CellKind.Number));
        columns.AddRange(rouge ? [("ROUGE-L", CellKind.Number)] : []);
        using var table = new HtmlTable(page, [.. columns]);
        foreach (var found in material.Findings)
        {
            var row = material.SummaryOf(found);
            var cells = new List<string> { ModelLabel.Of(material, found), row.Method };
            cells.AddRange(imported ? [row.Dataset] : []);
            cells.AddRange(shift
                ? [Figure.WithInterval(row.MeanKl, row.MeanKlInterval, "0.000"), IntervalMark.Of(klAxis, row.MeanKl, row.MeanKlInterval, material.ColourOf(found)), Figure.Percent(row.Shifted)]
                : []);
            cells.AddRange(borrowing ? [Figure.Number(row.BorrowedPerThousand), Figure.WithInterval(row.Excess, row.ExcessInterval)] : []);
            cells.Add(Figure.Number(row.MeanWords, "0.0"));
            cells.AddRange(rouge ? [Figure.Number(row.RougeL, "0.000")] : []);
            table.Row([.. cells]);
        }
    }
}
