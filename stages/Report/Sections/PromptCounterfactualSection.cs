using Pipeline.Modeling.Text;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.Rephrase;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What became of borrowed spans when prompts were rephrased: figures with intervals, and single cases side by side.</summary>
internal static class PromptCounterfactualSection
{
    private const int Cases = 3;

    /// <summary>The section; nothing where no prompt was rephrased.</summary>
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.RephrasedSummary.Count == 0)
        {
            return;
        }

        page.Section("rephrased", "Asked again without the shared concept")
            .Element(
                "p",
                "Does borrowing stop where the prompt no longer holds what it shares with the request of the source row? The same model is "
                    + "asked again, once with the shared concept replaced, and once, as a placebo, with something else changed. This cannot "
                    + "show that the concept called up the row: a rephrased prompt asks something else, and the span may stop because the "
                    + "question no longer calls for it; that is why the placebo stands beside it. Spans count that have both kinds of "
                    + "rephrasing. Intervals are over prompts, then over source rows. "
                    + Figure.ExactNote
            );
        Figures(page, material);
        foreach (var found in material.Findings)
        {
            Cards(page, material, found, [.. material.Rephrased.Where(row => row.Model == found.Model.Name)]);
        }

        page.EndSection();
    }

    private static void Figures(HtmlWriter page, ReportMaterial material)
    {
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("spans", CellKind.Number),
            ("prompts, source rows", CellKind.Number),
            ("prompts without a concept to replace", CellKind.Number),
            ("written again under the placebo", CellKind.Number),
            ("over source rows", CellKind.Number),
            ("written again without the concept", CellKind.Number),
            ("over source rows", CellKind.Number),
            ("placebo less concept, points", CellKind.Number),
            ("over source rows", CellKind.Number)
        );
        foreach (var model in material.RephrasedSummary.GroupBy(row => row.Model, StringComparer.Ordinal))
        {
            var first = model.First();
            var measures = model.ToDictionary(row => row.Measure);
            table.Row([
                ModelLabel.Write(material, model.Key),
                Figure.Count(first.Spans),
                $"{Figure.Count(first.Prompts)}, {Figure.Count(first.SourceRows)}",
                Figure.Count(first.PromptsWithoutConcept),
                .. Enum.GetValues<PromptCounterfactualMeasure>().SelectMany(measure => Cells(measures[measure])),
            ]);
        }
    }

    /// <summary>A share in percent, or a difference in percentage points, with its intervals.</summary>
    private static string[] Cells(PromptCounterfactualSummaryRow row)
    {
        var value =
            row.Measure == PromptCounterfactualMeasure.Difference ? Figure.Number(row.Value * 100, "0") : Figure.Percent(row.Value, "0");
        return [$"{value} {Interval(row, row.PromptLow, row.PromptHigh)}".TrimEnd(' '), Interval(row, row.SourceLow, row.SourceHigh)];
    }

    private static string Interval(PromptCounterfactualSummaryRow row, double? low, double? high) =>
        low is null ? "" : Figure.Interval(Figure.Pair(low * 100, high * 100), "0") + Figure.ExactMark(row.Exact);

    /// <summary>The first span of each of the first prompts with both kinds of rephrasing, the strongest evidence first: chosen by no
    /// result.</summary>
    private static void Cards(
        HtmlWriter page,
        ReportMaterial material,
        ModelFindings found,
        IReadOnlyList<PromptCounterfactualSpanRow> rows
    )
    {
        var cases = rows.GroupBy(row => (row.InstanceId, row.Sample, row.Start, row.Length))
            .Where(span => span.DistinctBy(row => row.Kind).Count() > 1)
            .DistinctBy(span => span.Key.InstanceId)
            .Take(Cases)
            .ToList();
        if (cases.Count == 0)
        {
            return;
        }

        page.Raw("<h3>").Raw(ModelLabel.Write(material, found)).Text(": the first prompts, and the same rephrased").Raw("</h3>\n");
        foreach (var span in cases)
        {
            var byKind = span.ToLookup(row => row.Kind);
            Card(page, material, found, byKind[RephrasingKind.Concept].First(), byKind[RephrasingKind.Placebo].First());
        }
    }

    /// <summary>The prompt beside its rephrasing without the concept, and below the source row beside the placebo.</summary>
    private static void Card(
        HtmlWriter page,
        ReportMaterial material,
        ModelFindings found,
        PromptCounterfactualSpanRow concept,
        PromptCounterfactualSpanRow placebo
    )
    {
        var answer = found.Answers.FirstOrDefault(answer => answer.InstanceId == concept.InstanceId && answer.Sample == concept.Sample);
        if (answer is null || !material.Instances.TryGetValue((found.Model.Dataset, concept.SourceInstanceId), out var source))
        {
            return;
        }

        page.Raw("<article class=\"card\"><header><strong dir=\"auto\">")
            .Text($"“{Shortened.Shorten(concept.Text)}”")
            .Raw("</strong><span>")
            .Text($"{source.Source.File}, row {Figure.Count(source.Source.RowNumber)}")
            .Raw("</span></header><div class=\"pair\">");
        Side(page, new SourceText("Asked:", answer.Prompt, answer.Text), [(concept.Start, concept.Start + concept.Length)]);
        Side(page, "Without the concept", concept);
        page.Raw("</div><div class=\"pair\">");
        var text = SourceText.Find(source.Instance, concept.SourceField, concept.SourceTurn);
        Side(page, text, Words.Find(text.Text, concept.Text));
        Side(page, "Placebo", placebo);
        page.Raw("</div></article>\n");
    }

    private static void Side(HtmlWriter page, string name, PromptCounterfactualSpanRow row) =>
        Side(
            page,
            new SourceText($"{name}, {(row.WrittenAgain ? "" : "not ")}written again:", row.RephrasedPrompt, row.Answer),
            Words.Find(row.Answer, row.Text)
        );

    private static void Side(HtmlWriter page, SourceText text, IEnumerable<(int Start, int End)> marks)
    {
        page.Raw("<div>");
        text.WriteExcerpt(page, [.. marks]);
        page.Raw("</div>");
    }
}
