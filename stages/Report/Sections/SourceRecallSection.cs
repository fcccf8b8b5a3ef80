using Pipeline.Engine;
using Pipeline.Stages.Attribution.SourceRecall;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How well each way of retrieval finds the row that a span was borrowed from.</summary>
internal static class SourceRecallSection
{
    private static readonly RecallMeasure[] _measures = [RecallMeasure.RecallAt1, RecallMeasure.RecallAt10, RecallMeasure.Mrr];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.SourceRecall.Count == 0)
        {
            return;
        }

        page.Section("recall", "Finding the source")
            .Element(
                "p",
                "For each borrowed span with one source row: at which rank does a way of retrieval have that row? Intervals are "
                    + "over prompts. "
                    + "The search for the span itself cannot fail where one row holds it; a random order of all rows is computed, "
                    + "not drawn. "
                    + Figure.ExactNote
            );
        using (
            var table = new HtmlTable(
                page,
                ("model", CellKind.Markup),
                ("method", CellKind.Text),
                ("query", CellKind.Text),
                ("recall at 1", CellKind.Number),
                ("recall at 10", CellKind.Number),
                ("mean reciprocal rank", CellKind.Number),
                ("spans", CellKind.Number),
                ("prompts, source rows", CellKind.Number),
                ("training rows", CellKind.Number)
            )
        )
        {
            foreach (var way in material.SourceRecall.GroupBy(row => (row.Model, row.Method, row.Query)))
            {
                var first = way.First();
                table.Row([
                    ModelLabel.Write(material, way.Key.Model),
                    way.Key.Method.Spell().Replace('_', ' '),
                    way.Key.Query?.Spell().Replace('_', ' ') ?? "",
                    .. _measures.Select(measure => Value(way.FirstOrDefault(row => row.Measure == measure))),
                    Figure.Count(first.Spans),
                    $"{Figure.Count(first.Prompts)}, {Figure.Count(first.SourceRows)}",
                    Figure.Count(first.TrainingRows),
                ]);
            }
        }

        page.EndSection();
    }

    private static string Value(SourceRecallRow? row) =>
        Figure.WithInterval(row?.Value, Figure.Pair(row?.PromptLow, row?.PromptHigh))
        + Figure.ExactMark(row is { Exact: true, PromptLow: not null });
}
