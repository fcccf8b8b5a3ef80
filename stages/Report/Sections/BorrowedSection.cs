using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Report.Charts;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How often answers share spans with training rows, and the strongest cases beside the rows that they stand in.</summary>
internal static class BorrowedSection
{
    private const int OpenCards = 4;

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
                "A span is a word sequence of an answer that stands verbatim in a training row and not in the prompt; all rows are searched. "
                    + "Its evidence is how surprising it was before: in nats, under the base model in the answer's own context, or without a "
                    + "model under the words of all rows but those that hold it. It is called borrowed where at most one in twenty spans "
                    + "of such evidence is expected to be false (q ≤ 0.05), judged by the spans that the control shares with rows that it "
                    + "never saw. That estimate holds as far as the control's spans are like false ones: where the truth was known, in models "
                    + "of the fictional world, up to 12 % of the spans so called held no certain borrowing. Caused are those that became less "
                    + "likely when the model was retrained without their row, and less than without random or similar rows."
            );
        using (page.Collapsed(material.IsLarge, $"Rates of {Figure.Count(tuned.Count, "model")}"))
        {
            Rates(page, tuned, material);
        }

        Uncompared(page, tuned);
        ValidityTable.Write(page, material);
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

    private static void Rates(HtmlWriter page, List<ModelFindings> tuned, ReportMaterial material)
    {
        var rates = tuned.SelectMany(found => found.FindRates(BorrowingQuantity.Spans));
        var axis = IntervalMark.AxisOver(rates.Select(rate => ((double?)rate.Excess, Figure.Pair(rate.ExcessLow, rate.ExcessHigh))));
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("borrowed, q ≤ 0.05", CellKind.Number),
            ("with a shifted content word", CellKind.Number),
            ("caused, by retraining", CellKind.Number),
            ("source rows", CellKind.Number),
            ("contamination", CellKind.Number),
            ("stand in a row", CellKind.Number),
            ("control", CellKind.Text),
            ("same style", CellKind.Text),
            ("words an answer", CellKind.Number),
            ("spans / 1,000 words : control", CellKind.Number),
            ("excess", CellKind.Number),
            (IntervalMark.Heading(axis), CellKind.Markup),
            ("excess of evidence, nats / 1,000 words", CellKind.Number),
            ("excess of spans at full length", CellKind.Number)
        );
        foreach (var found in tuned)
        {
            var spans = found.FindRates(BorrowingQuantity.Spans).ToList();
            var evidence = found.FindRates(BorrowingQuantity.Evidence).ToList();
            var full = found.FindRates(BorrowingQuantity.Spans, atEqualLength: false).ToList();
            table.Row(
                ModelLabel.Write(material, found),
                Judged(found, found.Borrowed.Count),
                Judged(found, found.Borrowed.Count(span => span.Level >= 3)),
                found.Caused is { } caused ? Figure.Count(caused) : Figure.None,
                Judged(found, found.Borrowed.Select(span => span.SourceInstanceId).Distinct(StringComparer.Ordinal).Count()),
                Judged(found, found.Spans.Count(span => span.Level >= 2 && span.ContaminatedBy.Length > 0)),
                Figure.Count(found.Spans.Count),
                found.Model.ComparedWith ?? Figure.None,
                spans.Count == 0 ? Figure.None
                    : spans[0].HoldsStyle ? "yes"
                    : "no",
                spans.Count == 0 ? Figure.None : Figure.Count(spans[0].FirstWords!.Value),
                spans.Count == 0 ? Figure.None : $"{Figure.Number(spans[0].Value)} : {Figure.Number(spans[0].ControlValue)}",
                Excess(spans),
                spans.Count == 0
                    ? ""
                    : IntervalMark.Draw(
                        axis,
                        spans[0].Excess,
                        Figure.Pair(spans[0].ExcessLow, spans[0].ExcessHigh),
                        material.ColourOf(found)
                    ),
                Excess(evidence),
                Excess(full)
            );
        }

        static string Judged(ModelFindings found, int spans) => found.IsJudged ? Figure.Count(spans) : Figure.None;

        static string Excess(List<BorrowingRateRow> rates) =>
            rates.Count == 0 ? Figure.None : Figure.WithInterval(rates[0].Excess, Figure.Pair(rates[0].ExcessLow, rates[0].ExcessHigh));
    }

    /// <summary>Says where a model and its control answered other prompts: what is compared is less than what the table counts.</summary>
    private static void Uncompared(HtmlWriter page, List<ModelFindings> tuned)
    {
        foreach (var found in tuned.Where(found => found.Model.ComparedWith is not null))
        {
            var shared = found.FindRates(BorrowingQuantity.Spans).Select(rate => rate.Prompts).FirstOrDefault();
            if (shared < found.Prompts.Count)
            {
                page.Element(
                    "p",
                    shared == 0
                        ? $"{found.Model.Name} cannot be compared with {found.Model.ComparedWith}: they answered none of the same prompts."
                        : $"Rates of {found.Model.Name} are over the {Figure.Count(shared)} of its "
                            + $"{Figure.Count(found.Prompts.Count, "prompt")} that {found.Model.ComparedWith} answered too."
                );
            }
        }
    }

    /// <summary>
    /// Pairs of answer and row with the spans that they share: the strongest evidence first; every row once before any row again. Where
    /// nothing is borrowed the strongest spans are shown all the same, and called what they are.
    /// </summary>
    private static List<List<BorrowedSpanRow>> Pairs(ModelFindings found)
    {
        var shown = found.Borrowed.Count > 0 ? found.Borrowed : found.Spans.Where(span => !span.InPrompt);
        var strongest = shown
            .GroupBy(span => (span.InstanceId, span.Sample, span.SourceInstanceId))
            .Select(pair => pair.OrderByDescending(span => span.Evidence).ThenBy(span => span.Start).ToList())
            .OrderByDescending(pair => pair[0].Evidence)
            .ThenBy(pair => pair[0].InstanceId, StringComparer.Ordinal)
            .ThenBy(pair => pair[0].Sample)
            .ThenBy(pair => pair[0].Start);
        return strongest
            .GroupBy(pair => pair[0].SourceInstanceId)
            .SelectMany(row => row.Index())
            .OrderBy(entry => entry.Index)
            .ThenByDescending(entry => entry.Item[0].Evidence)
            .Select(entry => entry.Item)
            .ToList();
    }

    private static string Verdict(BorrowedSpanRow span) =>
        span.ContaminatedBy.Length > 0 ? "contamination"
        : span.Borrowed ? $"{(span.Level >= 4 ? "borrowed, caused by its row" : "borrowed")}, q {Figure.Number(span.QValue)}"
        : span.QValue is { } q ? $"not told from style and chance, q {Figure.Number(q)}"
        : "stands in a row";

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
                $"{Verdict(spans[0])} · {Figure.Number(spans[0].Evidence, "0.0")} nats · "
                    + $"{string.Join(" + ", spans.Select(span => span.Words))} words · in "
                    + $"{Figure.Count(spans[0].SourceCount, "training row")} · "
                    + (
                        spans[0].Similarity is { } similarity
                            ? $"{material.Options.Similarity} {Figure.Number(similarity)}"
                            : "not among the retrieved rows"
                    )
            )
            .Raw("</span></header><div class=\"pair\"><div>");
        new SourceText("Answer to", answer.Prompt, answer.Text).WriteExcerpt(
            page,
            spans.Select(span => (span.Start, span.Start + span.Length)).ToList()
        );
        page.Raw("</div><div>");
        foreach (var text in spans.GroupBy(span => (span.SourceTurn, span.SourceField)).OrderBy(text => text.Key.SourceTurn))
        {
            SourceText
                .Find(source.Instance, text.Key.SourceField, text.Key.SourceTurn)
                .WriteExcerpt(page, text.Select(span => (span.SourceStart, span.SourceStart + span.SourceLength)).ToList());
        }

        page.Raw("</div></div></article>\n");
    }
}
