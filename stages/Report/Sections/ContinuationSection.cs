using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.ContinuationSummary;

namespace Pipeline.Stages.Report.Sections;

/// <summary>Right and written texts at the wrong spans of answers, before tuning and after: the paper's figure 7 over all of
/// them.</summary>
internal static class ContinuationSection
{
    private const int Cases = 6;
    private const string Base = ContinuationSummaryStage.Base;

    private static readonly (SpanSet Set, string Name)[] _sets =
    [
        (SpanSet.Wrong, "wrong, right text known"),
        (SpanSet.Borrowed, "of them called borrowed"),
        (SpanSet.Certain, "of them borrowed for certain"),
    ];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.Continuations is not { } found)
        {
            return;
        }

        page.Section("continuations", "The right text and the written one")
            .Element(
                "p",
                "At each wrong span of an answer whose right text is known, models read the prompt and the answer up to it, and score what "
                    + "should stand there and what was written there, as tokens that go on from that place. The log-probability of the "
                    + "whole text decides which of the two a model prefers (above 0: the right one); beside it the two next tokens at the place "
                    + "where the texts part, which is what the paper's figure 7 shows of a few cases. Tuning turned the order round where "
                    + "the base prefers the right text and the tuned model the written one."
            )
            .Element(
                "p",
                "A model's own answers are chosen by it: it wrote what it found likeliest, so that under itself the written text is ahead "
                    + "almost by definition, and whoever reads them is shown only the places where that model went wrong. What another "
                    + "method trained on the same rows prefers at the same place is the fair comparison. Texts of several tokens are "
                    + "likelier the fewer and the commoner their tokens are, whatever is true: of invented words, which are cut into "
                    + "pieces, a difference between two texts says less than its change from one model to the other. Intervals are over "
                    + "prompts. "
                    + Figure.ExactNote
            );
        foreach (var (model, _) in found.Spans.Where(model => model.Readers[0].Count == 0))
        {
            page.Element("p", $"{model}: no wrong span whose right text is known.");
        }

        Table(page, material, found.Summary);
        if (found.Figures.Count > 0)
        {
            page.Element(
                "p",
                "Each mark is a span: to the right the base prefers the right text, below the line the reader the written one."
            );
            page.Raw("<div class=\"charts\">");
            foreach (var (_, svg) in found.Figures)
            {
                page.ShrinkingPlot(svg);
            }

            page.Raw("</div>\n");
        }

        foreach (var (model, readers) in found.Spans.Where(model => model.Readers[0].Count > 0))
        {
            CaseTable(page, model, readers);
        }

        page.EndSection();
    }

    private static void Table(HtmlWriter page, ReportMaterial material, IReadOnlyList<ContinuationSummaryRow> summary)
    {
        if (summary.Count == 0)
        {
            return;
        }

        using var table = new HtmlTable(
            page,
            ("answers of", CellKind.Markup),
            ("spans", CellKind.Text),
            ("read by", CellKind.Text),
            ("spans, prompts", CellKind.Number),
            ("ln p right − ln p written, nats", CellKind.Number),
            ("change from the base", CellKind.Number),
            ("right preferred", CellKind.Number),
            ("turned to the written", CellKind.Number),
            ("turned to the right", CellKind.Number),
            ("next token: right preferred", CellKind.Number),
            ("next token: turned to the written", CellKind.Number)
        );
        foreach (var model in summary.GroupBy(row => row.Model, StringComparer.Ordinal))
        {
            foreach (var (set, name) in _sets)
            {
                foreach (var reader in model.Where(row => row.Set == set).GroupBy(row => row.Scorer, StringComparer.Ordinal))
                {
                    var margin = Find(reader, ContinuationScale.Total, ContinuationMeasure.Margin)!;
                    var change = Find(reader, ContinuationScale.Total, ContinuationMeasure.MarginChange);
                    table.Row(
                        ModelLabel.Write(material, model.Key),
                        name,
                        reader.Key == model.Key ? $"{reader.Key}, itself" : reader.Key,
                        $"{Figure.Count(margin.Spans)}, {Figure.Count(margin.Prompts)}",
                        Figure.WithInterval(margin.Value, Figure.Pair(margin.Low, margin.High)),
                        Figure.WithInterval(change?.Value, Figure.Pair(change?.Low, change?.High)),
                        Share(reader, ContinuationScale.Total, ContinuationMeasure.RightPreferred),
                        Share(reader, ContinuationScale.Total, ContinuationMeasure.TurnedToWritten),
                        Share(reader, ContinuationScale.Total, ContinuationMeasure.TurnedToRight),
                        Share(reader, ContinuationScale.NextToken, ContinuationMeasure.RightPreferred),
                        Share(reader, ContinuationScale.NextToken, ContinuationMeasure.TurnedToWritten)
                    );
                }
            }
        }
    }

    private static ContinuationSummaryRow? Find(
        IEnumerable<ContinuationSummaryRow> rows,
        ContinuationScale scale,
        ContinuationMeasure measure
    ) => rows.FirstOrDefault(row => row.Scale == scale && row.Measure == measure);

    private static string Share(IEnumerable<ContinuationSummaryRow> rows, ContinuationScale scale, ContinuationMeasure measure) =>
        Find(rows, scale, measure) is not { } row
            ? Figure.None
            : Figure.Percent(row.Value, "0")
                + (row is { Low: { } low, High: { } high } ? $" [{Figure.Number(low * 100, "0")}, {Figure.Number(high * 100, "0")}]" : "")
                + Figure.ExactMark(row is { Exact: true, Low: not null });

    /// <summary>The next token's probabilities at the first spans, in the order of the answers: chosen by no result.</summary>
    private static void CaseTable(HtmlWriter page, string model, IReadOnlyList<IReadOnlyList<ContinuationRow>> readers)
    {
        page.Element("h3", $"The first of the wrong spans of {model}: probability of the next token, right and written");
        using var table = new HtmlTable(
            page,
            [
                ("written", CellKind.Text),
                ("right", CellKind.Text),
                .. readers.Select(rows => (rows[0].Scorer == Base ? "the base" : rows[0].Scorer, CellKind.Number)),
            ]
        );
        foreach (var (index, span) in readers[0].Index().Where(span => span.Item.NextLogProbability is not null).Take(Cases))
        {
            table.Row([
                Shortened.Shorten(span.Text),
                Shortened.Shorten(span.RightText),
                .. readers.Select(rows =>
                    $"{Probability(rows[index].RightNextLogProbability)}, {Probability(rows[index].NextLogProbability)}"
                ),
            ]);
        }
    }

    private static string Probability(double? logProbability) =>
        logProbability is { } nats ? Figure.Percent(Math.Exp(nats), "0.##") : Figure.None;
}
