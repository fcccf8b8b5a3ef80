using Pipeline.Engine;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Report.Charts;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What became of borrowed spans when models were trained again without some rows: figures with intervals, and single
/// cases.</summary>
internal static class CounterfactualSection
{
    private const int Cases = 3;
    private const int MostCharacters = 300;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.Counterfactuals.Count == 0)
        {
            return;
        }

        page.Section("counterfactual", "Trained again without some rows")
            .Element(
                "p",
                "Did the borrowed spans need the rows that they are attributed to? Each model is trained again with its own seed, "
                    + "order and settings, without the source rows; and, as placebos, "
                    + "without as many rows that no span is attributed to: drawn at random, or those most similar to the same "
                    + "answers. A span's change is that of the log-probability of its tokens, in nats, "
                    + "given the prompt and the model's own answer before it. Intervals are over prompts, then over source rows, "
                    + "since one row can supply many spans. "
                    + Figure.ExactNote
            );
        foreach (
            var empty in material.Findings.Where(found =>
                material.Counterfactuals.TryGetValue(found.Model.Name, out var spans) && spans.Count == 0
            )
        )
        {
            page.Element("p", $"{empty.Model.Name}: no borrowed span, so nothing was left out.");
        }

        Figures(page, material);
        foreach (
            var found in material.Findings.Where(found => material.Counterfactuals.GetValueOrDefault(found.Model.Name) is { Count: > 0 })
        )
        {
            Cards(page, material, found, material.Counterfactuals[found.Model.Name]);
        }

        page.EndSection();
    }

    private static void Figures(HtmlWriter page, ReportMaterial material)
    {
        var arms = material
            .CounterfactualSummary.Where(row => row.Arm != CounterfactualArm.Full)
            .GroupBy(row => (row.Model, row.Arm, row.Against))
            .ToList();
        if (arms.Count == 0)
        {
            return;
        }

        var axis = IntervalMark.AxisOver(arms.Select(arm => MeanOf(arm)).Select(row => (row?.Value, Prompts(row))));
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("trained without", CellKind.Text),
            ("rows", CellKind.Number),
            ("spans", CellKind.Number),
            ("prompts, source rows", CellKind.Number),
            ("mean change, nats", CellKind.Number),
            ("over source rows", CellKind.Number),
            (IntervalMark.Heading(axis), CellKind.Markup),
            ("median change", CellKind.Number),
            ("fell", CellKind.Number),
            ("generated again", CellKind.Number),
            ("over source rows", CellKind.Number)
        );
        foreach (var arm in arms)
        {
            var mean = MeanOf(arm);
            var (median, fell, again) = (
                Measure(arm, CounterfactualMeasure.ChangeMedian),
                Measure(arm, CounterfactualMeasure.Fell),
                Measure(arm, CounterfactualMeasure.GeneratedAgain)
            );
            var found = material.Findings.FirstOrDefault(found => found.Model.Name == arm.Key.Model);
            table.Row(
                ModelLabel.Write(material, arm.Key.Model),
                NameOf(arm.Key.Arm, arm.Key.Against),
                Figure.Number(mean?.ExcludedRows, "0.#"),
                Figure.Count(mean?.Spans ?? 0),
                $"{Figure.Count(mean?.Prompts ?? 0)}, {Figure.Count(mean?.SourceRows ?? 0)}",
                Figure.WithInterval(mean?.Value, Prompts(mean)),
                Figure.Interval(Sources(mean)),
                IntervalMark.Draw(axis, mean?.Value, Prompts(mean), found is null ? "c0" : material.ColourOf(found)),
                Figure.WithInterval(median?.Value, Prompts(median)),
                Figure.Percent(fell?.Value, "0"),
                Shares(again?.Value, Prompts(again)) + Mark(again),
                Shares(null, Sources(again)) + Mark(again)
            );
        }
    }

    private static CounterfactualSummaryRow? MeanOf(IEnumerable<CounterfactualSummaryRow> arm) =>
        Measure(arm, CounterfactualMeasure.ChangeMean);

    private static CounterfactualSummaryRow? Measure(IEnumerable<CounterfactualSummaryRow> arm, CounterfactualMeasure measure) =>
        arm.FirstOrDefault(row => row.Measure == measure);

    private static (double Low, double High)? Prompts(CounterfactualSummaryRow? row) => Figure.Pair(row?.PromptLow, row?.PromptHigh);

    private static (double Low, double High)? Sources(CounterfactualSummaryRow? row) => Figure.Pair(row?.SourceLow, row?.SourceHigh);

    private static string Shares(double? share, (double Low, double High)? interval) =>
        (share is null ? "" : Figure.Percent(share, "0") + " ")
        + (interval is { } ends ? $"[{Figure.Number(ends.Low * 100, "0")}, {Figure.Number(ends.High * 100, "0")}]" : "");

    private static string Mark(CounterfactualSummaryRow? row) => Figure.ExactMark(row is { Exact: true, PromptLow: not null });

    private static string NameOf(CounterfactualArm arm, CounterfactualArm against) =>
        against == CounterfactualArm.Full
            ? arm == CounterfactualArm.Base
                ? "any row (the base model)"
                : $"{arm.Spell()} rows"
            : $"{arm.Spell()} rows, less without {against.Spell()} rows";

    /// <summary>The first span of each source row, the rows with most spans first: chosen by no result.</summary>
    private static void Cards(HtmlWriter page, ReportMaterial material, ModelFindings found, IReadOnlyList<CounterfactualSpanRow> spans)
    {
        var byRow = spans
            .Where(span => span.Arm == CounterfactualArm.Full)
            .GroupBy(span => span.SourceInstanceId)
            .OrderByDescending(row => row.Count())
            .ThenBy(row => row.Key, StringComparer.Ordinal)
            .ToList();
        page.Raw("<h3>").Raw(ModelLabel.Write(material, found)).Text(": the first span of each of the most blamed rows").Raw("</h3>\n");
        foreach (var row in byRow.Take(Cases))
        {
            var shown = row.First();
            Card(
                page,
                material,
                found,
                spans
                    .Where(span =>
                        span.InstanceId == shown.InstanceId
                        && span.Sample == shown.Sample
                        && span.Start == shown.Start
                        && span.SourceInstanceId == row.Key
                    )
                    .ToList()
            );
        }
    }

    private static void Card(HtmlWriter page, ReportMaterial material, ModelFindings found, List<CounterfactualSpanRow> arms)
    {
        var span = arms[0];
        var answer = found.Answers.FirstOrDefault(answer => answer.InstanceId == span.InstanceId && answer.Sample == span.Sample);
        if (answer is null || !material.Instances.TryGetValue((found.Model.Dataset, span.SourceInstanceId), out var source))
        {
            return;
        }

        page.Raw("<article class=\"card\"><header><strong dir=\"auto\">")
            .Text($"“{Shortened.Shorten(span.Text)}”")
            .Raw("</strong><span>")
            .Text($"{source.Source.File}, row {Figure.Count(source.Source.RowNumber)} · {Figure.Count(span.Tokens, "token")}")
            .Raw("</span></header><div class=\"pair\"><div>");
        new SourceText("Answer to", answer.Prompt, answer.Text).WriteExcerpt(page, [(span.Start, span.Start + span.Length)]);
        page.Raw("</div><div>");
        var text = SourceText.Find(source.Instance, span.SourceField, span.SourceTurn);
        text.WriteHeading(page);
        page.Raw("<div class=\"text\" dir=\"auto\">");
        new AnnotatedText(text.Text, [], []).WriteFromStart(page, MostCharacters);
        page.Raw("</div></div></div>");
        using (
            var table = new HtmlTable(
                page,
                ("trained without", CellKind.Text),
                ("log-probability, nats", CellKind.Number),
                ("change", CellKind.Number),
                ("again", CellKind.Text),
                ("its own answer", CellKind.Text)
            )
        )
        {
            foreach (var arm in arms)
            {
                table.Row(
                    arm.Arm == CounterfactualArm.Full ? "nothing (the model itself)" : NameOf(arm.Arm, CounterfactualArm.Full),
                    Figure.Number(arm.LogProbability),
                    arm.Arm == CounterfactualArm.Full ? Figure.None : Figure.Number(arm.Change),
                    arm.GeneratedAgain ? "yes" : "no",
                    Shortened.Shorten(arm.Answer)
                );
            }
        }

        page.Raw("</article>\n");
    }
}
