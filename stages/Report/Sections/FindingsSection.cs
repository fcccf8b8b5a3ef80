using Pipeline.Engine;
using Pipeline.Stages.Report.Charts;
using Pipeline.Stages.Report.Findings;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What was found, first in sentences, then every model in one table; where there are several seeds, first those of a kind
/// together.</summary>
internal static class FindingsSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Section("findings", "Findings");
        IReadOnlyList<Finding> findings =
        [
            .. ShiftFindings.Find(material),
            .. BorrowingFindings.Find(material),
            .. SimplificationFindings.Find(material),
        ];
        if (findings.Count > 0)
        {
            page.Raw("<ul class=\"findings\">\n");
            foreach (var finding in findings)
            {
                page.Raw("<li>").Element("strong", finding.Lead).Text(" " + finding.Detail).Raw("</li>\n");
            }

            page.Raw("</ul>\n");
        }

        var measures = Measures(material);
        var prompts = Figure.Count(material.Prompts.Count, "prompt");
        if (material.HasSeeds)
        {
            page.Element(
                "p",
                $"Every model answered up to {prompts}. Models that differ in their seed alone stand together: the mean of the "
                    + "seeds, and in brackets the lowest and the highest; of a model "
                    + "with one seed, its 95 % interval over prompts."
            );
            Table(page, material, measures, material.Groups);
            using (page.Collapsed(true, $"Each of the {Figure.Count(material.Findings.Count)} models, with intervals over prompts"))
            {
                Table(page, material, measures, [.. material.Findings.Select(found => new SeedGroup(found.Model.Name, [found]))]);
            }
        }
        else
        {
            page.Element(
                "p",
                "In brackets: 95 % intervals over "
                    + $"{(material.Findings.All(found => found.Prompts.Count == material.Prompts.Count) ? $"the {prompts}" : $"the prompts that a model answered, up to {Figure.Count(material.Prompts.Count)}")}."
            );
            Table(page, material, measures, material.Groups);
        }

        page.EndSection();
    }

    private static List<ModelMeasure> Measures(ReportMaterial material)
    {
        IEnumerable<ModelMeasure> measures =
        [
            new("KL(tuned‖base), nats a token", row => row.MeanKl, row => row.MeanKlInterval, "0.000") { IsDrawn = true },
            new("shifted tokens, %", row => row.Shifted, _ => null, "0.0") { Factor = 100 },
            new("borrowings / 1,000 words (q ≤ 0.05)", row => row.BorrowedPerThousand, row => row.BorrowedInterval, "0.00"),
            new("all shared spans over the control / 1,000 words", row => row.Excess, row => row.ExcessInterval, "0.00"),
            new("words an answer", row => row.MeanWords, row => row.MeanWordsInterval, "0.0"),
            new("ROUGE-L F1, 0–1", row => row.RougeL, row => row.RougeLInterval, "0.000"),
        ];
        return measures.Where(measure => material.Summaries.Any(row => measure.Value(row) is not null)).ToList();
    }

    private static void Table(HtmlWriter page, ReportMaterial material, List<ModelMeasure> measures, IReadOnlyList<SeedGroup> groups)
    {
        var imported = material.Findings.Any(found => found.Model.Variant == found.Model.Name && found.Model.Dataset.Length > 0);
        var seeds = groups.Any(group => group.Models.Count > 1);
        var cells = groups
            .Select(group =>
                (Group: group, Values: measures.ConvertAll(measure => measure.Summarise(group.Models.Select(material.SummaryOf).ToList())))
            )
            .ToList();
        var axes = measures.Select((_, i) => IntervalMark.AxisOver(cells.Select(row => row.Values[i]))).ToList();
        using var table = new HtmlTable(
            page,
            [
                ("model", CellKind.Markup),
                ("method", CellKind.Text),
                .. imported ? [("held against", CellKind.Text)] : (IEnumerable<(string, CellKind)>)[],
                .. seeds ? [("seeds", CellKind.Number)] : (IEnumerable<(string, CellKind)>)[],
                .. measures.Zip(axes).SelectMany(column => Heads(column.First, column.Second)),
            ]
        );
        foreach (var (group, values) in cells)
        {
            table.Row([
                ModelLabel.Write(material, group),
                group.First.Model.Method.Spell(),
                .. imported ? [group.First.Model.Dataset] : (string[])[],
                .. seeds ? [Figure.Count(group.Models.Count)] : (string[])[],
                .. measures
                    .Select((measure, i) => Cells(measure, axes[i], values[i], material.ColourOf(group.First)))
                    .SelectMany(pair => pair),
            ]);
        }
    }

    private static IEnumerable<(string, CellKind)> Heads(ModelMeasure measure, Modeling.Plots.Axis axis) =>
        measure.IsDrawn
            ? [(measure.Heading, CellKind.Number), (IntervalMark.Heading(axis), CellKind.Markup)]
            : [(measure.Heading, CellKind.Number)];

    private static IEnumerable<string> Cells(
        ModelMeasure measure,
        Modeling.Plots.Axis axis,
        (double? Value, (double Low, double High)? Interval) found,
        string colour
    )
    {
        yield return Figure.WithInterval(found.Value, found.Interval, measure.Format);
        if (measure.IsDrawn)
        {
            yield return IntervalMark.Draw(axis, found.Value, found.Interval, colour);
        }
    }
}
