using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Report.Charts;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How often answers share spans with training rows, and the strongest cases beside the rows that they stand in.</summary>
internal static class BorrowedSection
{
    private const int OpenCards = 4;
    private const double TenThousand = 10_000;

    private static readonly int[] _lengths = [4, 6, 8, 12, 20];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var tuned = material.Findings.Where(found => found.Model.IsCompared).ToList();
        if (tuned.Count == 0)
        {
            return;
        }

        page.Section("borrowed", "Borrowed spans and their sources")
            .Element(
                "p",
                "A borrowed span is a word sequence that an answer shares with a training row, that is not in the "
                    + "prompt, and that the control did not write. In brackets: 95 % intervals over prompts. "
                    + (
                        material.ControlNames is { } controls
                            ? $"The control here is {controls}: never trained on these rows, and counted the same way against them. "
                                + "The excess over it is what training on the rows may have added."
                            : "There is no control in this run: the rates hold whatever chance and style give."
                    )
            );
        using (page.Collapsed(material.IsLarge, $"Rates of {Figure.Count(tuned.Count, "model")}"))
        {
            Rates(page, material, tuned);
        }

        Uncompared(page, material, tuned);
        page.Element(
            "h3",
            "By length of the span: at least so many words, per 10,000 words of "
                + $"answers{(material.ControlNames is null ? "" : "; model against control")}"
        );
        using (page.Collapsed(material.IsLarge, $"Rates by length of {Figure.Count(tuned.Count, "model")}"))
        {
            SpanLengths(page, material, tuned);
        }

        if (material.HasSeeds)
        {
            page.Element(
                "p",
                "Spans beside the rows that they stand in, for the first of the models that differ in their seed alone; the tables "
                    + "of all are linked at the end of this page."
            );
        }

        foreach (var found in material.Shown.Where(found => found.Model.IsCompared))
        {
            Cards(page, material, found);
        }

        page.EndSection();
    }

    private static void Rates(HtmlWriter page, ReportMaterial material, List<ModelFindings> tuned)
    {
        var axis = IntervalMark.AxisOver(tuned.Select(material.SummaryOf).Select(row => (row.Excess, row.ExcessInterval)));
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("borrowed spans", CellKind.Number),
            ("per 1,000 words of answers", CellKind.Number),
            ("control, per 1,000", CellKind.Number),
            ("excess, per 1,000", CellKind.Number),
            (IntervalMark.Heading(axis), CellKind.Markup),
            ("source rows", CellKind.Number),
            ("in one row only", CellKind.Number),
            ("explained otherwise", CellKind.Number)
        );
        foreach (var found in tuned)
        {
            var row = material.SummaryOf(found);
            table.Row(
                ModelLabel.Write(material, found),
                Figure.Count(found.Borrowed.Count),
                Figure.WithInterval(row.BorrowedPerThousand, row.BorrowedInterval),
                Figure.Number(row.ControlPerThousand),
                Figure.WithInterval(row.Excess, row.ExcessInterval),
                IntervalMark.Draw(axis, row.Excess, row.ExcessInterval, material.ColourOf(found)),
                Figure.Count(found.Borrowed.Select(span => span.SourceInstanceId).Distinct(StringComparer.Ordinal).Count()),
                found.Borrowed.Count == 0
                    ? Figure.None
                    : Figure.Percent((double)found.Borrowed.Count(span => span.SourceCount == 1) / found.Borrowed.Count, "0"),
                Figure.Count(found.Spans.Count - found.Borrowed.Count)
            );
        }
    }

    /// <summary>Says where a model and its control answered other prompts: what is compared is less than what the table's rates are
    /// of.</summary>
    private static void Uncompared(HtmlWriter page, ReportMaterial material, List<ModelFindings> tuned)
    {
        foreach (var found in tuned.Where(found => material.SummaryOf(found).ComparedPrompts < found.Prompts.Count))
        {
            var shared = material.SummaryOf(found).ComparedPrompts!.Value;
            page.Element(
                "p",
                shared == 0
                    ? $"{found.Model.Name} cannot be compared with {found.Model.ComparedWith}: they answered none of the same prompts."
                    : $"Control and excess of {found.Model.Name} are over the {Figure.Count(shared)} of its "
                        + $"{Figure.Count(found.Prompts.Count, "prompt")} that {found.Model.ComparedWith} answered too."
            );
        }
    }

    /// <summary>Rates by the shortest span that counts: chance and style give many short spans and few long ones.</summary>
    private static void SpanLengths(HtmlWriter page, ReportMaterial material, List<ModelFindings> tuned)
    {
        using var table = new HtmlTable(
            page,
            [("model", CellKind.Markup), .. _lengths.Select(length => ($"{length}+ words", CellKind.Number)), ("longest", CellKind.Number)]
        );
        foreach (var found in tuned)
        {
            table.Row([
                ModelLabel.Write(material, found),
                .. _lengths.Select(length => Rates(material, found, length)),
                Figure.Count(found.Borrowed.Select(span => span.Words).DefaultIfEmpty(0).Max()),
            ]);
        }
    }

    private static string Rates(ReportMaterial material, ModelFindings found, int length)
    {
        string Own(IReadOnlyList<string> prompts) =>
            Figure.Number(ModelMeasures.Borrowed(found, prompts, length, TenThousand)?.Value, "0.0");
        return
            material.ControlOf(found) is { } control
            && found.ControlSpans is not null
            && found.PromptsSharedWith(control) is { Count: > 0 } shared
            ? $"{Own(shared)} : {Figure.Number(ModelMeasures.ControlBorrowed(found, control, shared, length, TenThousand)?.Value, "0.0")}"
            : Own(found.Prompts);
    }

    /// <summary>
    /// Pairs of answer and row with the spans that they share: the longest span first, then the one in the fewest rows; every row once
    /// before any row again.
    /// </summary>
    private static List<List<BorrowedSpanRow>> Pairs(ModelFindings found)
    {
        var strongest = found
            .Borrowed.GroupBy(span => (span.InstanceId, span.Sample, span.SourceInstanceId))
            .Select(pair => pair.OrderByDescending(span => span.Words).ThenBy(span => span.SourceCount).ThenBy(span => span.Start).ToList())
            .OrderByDescending(pair => pair[0].Words)
            .ThenBy(pair => pair[0].SourceCount)
            .ThenBy(pair => pair[0].InstanceId, StringComparer.Ordinal)
            .ThenBy(pair => pair[0].Sample)
            .ThenBy(pair => pair[0].Start);
        return strongest
            .GroupBy(pair => pair[0].SourceInstanceId)
            .SelectMany(row => row.Index())
            .OrderBy(entry => entry.Index)
            .ThenByDescending(entry => entry.Item[0].Words)
            .ThenBy(entry => entry.Item[0].SourceCount)
            .Select(entry => entry.Item)
            .ToList();
    }

    private static void Cards(HtmlWriter page, ReportMaterial material, ModelFindings found)
    {
        var pairs = Pairs(found);
        if (pairs.Count == 0)
        {
            return;
        }

        var shown = pairs.Take(material.Options.MaxSpans).ToList();
        if (material.IsLarge)
        {
            page.Raw("<details><summary>")
                .Raw(ModelLabel.Write(material, found))
                .Text($" {Figure.Count(shown.Count)} of {Figure.Count(pairs.Count, "pair")} of answer and row")
                .Raw("</summary>\n");
            foreach (var pair in shown)
            {
                Card(page, material, found, pair);
            }

            page.Raw("</details>\n");
            return;
        }

        page.Raw("<h3>").Raw(ModelLabel.Write(material, found)).Raw("</h3>\n");
        foreach (var pair in shown.Take(OpenCards))
        {
            Card(page, material, found, pair);
        }

        if (shown.Count > OpenCards)
        {
            page.Raw("<details>")
                .Element(
                    "summary",
                    $"{Figure.Count(shown.Count - OpenCards)} more of {Figure.Count(pairs.Count, "pair")} of answer and row"
                )
                .Raw("\n");
            foreach (var pair in shown.Skip(OpenCards))
            {
                Card(page, material, found, pair);
            }

            page.Raw("</details>\n");
        }
    }

    private static void Card(HtmlWriter page, ReportMaterial material, ModelFindings found, List<BorrowedSpanRow> spans)
    {
        var source = material.Instances[(found.Model.Dataset, spans[0].SourceInstanceId)];
        var answer = found.AnswerOf(spans[0]);
        page.Raw("<article class=\"card\"><header><strong dir=\"auto\">")
            .Text($"{source.Source.File}, row {Figure.Count(source.Source.RowNumber)}")
            .Raw("</strong><span>")
            .Text(
                $"{string.Join(" + ", spans.Select(span => span.Words))} words · in "
                    + $"{Figure.Count(spans[0].SourceCount, "training row")} · "
                    + (
                        spans[0].Similarity is { } similarity
                            ? $"{material.Options.Similarity} {Figure.Number(similarity)}"
                            : "not among the retrieved rows"
                    )
            )
            .Raw("</span></header><div class=\"pair\"><div>");
        Side(
            page,
            new SourceText("Answer to", answer.Prompt, answer.Text),
            spans.Select(span => (span.Start, span.Start + span.Length)).ToList()
        );
        page.Raw("</div><div>");
        foreach (var text in spans.GroupBy(span => (span.SourceTurn, span.SourceField)).OrderBy(text => text.Key.SourceTurn))
        {
            Side(
                page,
                SourceText.Find(source.Instance, text.Key.SourceField, text.Key.SourceTurn),
                text.Select(span => (span.SourceStart, span.SourceStart + span.SourceLength)).ToList()
            );
        }

        page.Raw("</div></div></article>\n");
    }

    private static void Side(HtmlWriter page, SourceText text, List<(int Start, int End)> marks)
    {
        text.WriteHeading(page);
        page.Raw("<div class=\"text\" dir=\"auto\">");
        new AnnotatedText(text.Text, marks, []).WriteExcerpt(page);
        page.Raw("</div>");
    }
}
