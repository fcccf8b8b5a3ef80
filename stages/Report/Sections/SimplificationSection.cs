using Pipeline.Engine;
using Pipeline.Modeling.Statistics;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Simplify;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What simplification did to the rows, and what training on them did to the models.</summary>
internal static class SimplificationSection
{
    private const int Examples = 5;
    private const int MostCharacters = 600;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.Simplified.Count == 0)
        {
            return;
        }

        page.Section("simplified", "Simplified against verbose rows");
        var pairs = SimplifiedPair.All(material, material.Findings).ToList();
        if (pairs.Count > 0)
        {
            page.Element(
                "p",
                "Models tuned alike on a dataset and on its simplified form. Differences are simplified less verbose, with 95 % "
                    + "intervals over prompts drawn in pairs."
            );
            Pairs(page, material, pairs);
        }

        foreach (var (dataset, rows) in material.Simplified)
        {
            Rows(page, dataset, rows);
        }

        page.EndSection();
    }

    private static void Pairs(HtmlWriter page, ReportMaterial material, List<SimplifiedPair> pairs)
    {
        using var table = new HtmlTable(
            page,
            ("variant", CellKind.Text),
            ("words", CellKind.Number),
            ("difference", CellKind.Number),
            ("ROUGE-L difference", CellKind.Number),
            ("KL difference, nats", CellKind.Number),
            ("borrowed per 1,000 words, difference", CellKind.Number)
        );
        foreach (var pair in pairs)
        {
            var (verbose, simple, prompts) = (pair.Verbose, pair.Simple, pair.Prompts);
            Estimate? Difference(Func<ModelFindings, Estimate?> measure) =>
                measure(verbose) is { } other ? measure(simple)?.Subtract(other) : null;
            var words = Difference(found => ModelMeasures.MeanWords(found, prompts));
            var rouge = Difference(found => ModelMeasures.MeanScore(found, prompts, score => score.RougeL));
            var kl = Difference(found => ModelMeasures.Kl(found, prompts));
            var borrowed = Difference(found => found.IsJudged ? ModelMeasures.Borrowed(found, prompts) : null);
            table.Row(
                verbose.Model.Variant,
                $"{Figure.Number(material.SummaryOf(verbose).MeanWords, "0.0")} → "
                    + $"{Figure.Number(material.SummaryOf(simple).MeanWords, "0.0")}",
                Figure.WithInterval(words?.Value, words?.Interval, "0.0"),
                Figure.WithInterval(rouge?.Value, rouge?.Interval, "0.000"),
                Figure.WithInterval(kl?.Value, kl?.Interval, "0.000"),
                Figure.WithInterval(borrowed?.Value, borrowed?.Interval)
            );
        }
    }

    private static void Rows(HtmlWriter page, string dataset, IReadOnlyList<SimplifiedRow> rows)
    {
        page.Element("h3", $"What was done to the rows of {dataset}");
        using (
            var table = new HtmlTable(
                page,
                ("action", CellKind.Text),
                ("responses", CellKind.Number),
                ("words before", CellKind.Number),
                ("words after", CellKind.Number)
            )
        )
        {
            foreach (
                var action in rows.SelectMany(row => row.SimplifiedResponses())
                    .GroupBy(response => response.Action)
                    .OrderBy(group => group.Key)
            )
            {
                table.Row(
                    action.Key.Spell(),
                    Figure.Count(action.Count()),
                    Figure.Number(action.Average(response => Words.Split(response.Original).Count), "0.0"),
                    Figure.Number(action.Average(response => Words.Split(response.Text).Count), "0.0")
                );
            }
        }

        page.Raw("<details><summary>Some dropped sentences</summary>");
        using (var table = new HtmlTable(page, ("kept", CellKind.Markup), ("dropped", CellKind.Markup)))
        {
            foreach (
                var row in rows.Where(row => row.DroppedSentences.Length > 0)
                    .OrderBy(row => row.InstanceId, StringComparer.Ordinal)
                    .Take(Examples)
            )
            {
                table.Row(
                    Cell(string.Join("\n\n", row.SimplifiedResponses().Select(response => response.Text))),
                    Cell(string.Join(" ", row.DroppedSentences))
                );
            }
        }

        page.Raw("</details>\n");
    }

    private static string Cell(string text)
    {
        var cell = new HtmlWriter().Raw("<div class=\"text\" dir=\"auto\">");
        new AnnotatedText(text, [], []).WriteFromStart(cell, MostCharacters);
        return cell.Raw("</div>").ToString();
    }
}
