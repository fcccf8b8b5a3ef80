using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.WrongSpans;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How many of the spans that are called wrong come from a training row, beside right spans and unmarked words.</summary>
internal static class WrongSpansSection
{
    private static readonly (SpanGroup Group, string Name)[] _groups =
    [
        (SpanGroup.Wrong, "wrong"),
        (SpanGroup.Right, "right"),
        (SpanGroup.Unmarked, "unmarked words"),
    ];

    private static readonly int[] _levels = [1, 2, 3, 4];

    /// <summary>The section; nothing where no span is marked.</summary>
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.WrongSpans.Count == 0)
        {
            return;
        }

        page.Section("wrong-spans", "Wrong spans and where they come from")
            .Element(
                "p",
                "Of the spans of answers that are called wrong, how many come from a training row: the quantity of the paper's figure 8. A "
                    + "span comes from a row where one judged span of that level holds more than half of its content words. That it stands "
                    + "there does not say that the row made the model say it, so the same share stands beside it of spans that are called "
                    + "right and of as many words of the same answers that nobody marked; only what wrong spans have beyond these has to do "
                    + "with their being wrong. A wrong span that was borrowed in other words, or from rows that are not at hand, counts as "
                    + "coming from none. Contamination, words of a row that asks nearly what the prompt asks, is counted apart. Intervals are "
                    + "over prompts. "
                    + Figure.ExactNote
            );
        foreach (var origin in material.WrongSpans.GroupBy(row => row.Origin))
        {
            page.Element("h3", Title(origin.Key)).Element("p", Describe(origin.Key, [.. origin]));
            Table(page, material, origin);
        }

        page.EndSection();
    }

    private static string Title(MarkOrigin origin) =>
        origin switch
        {
            MarkOrigin.File => "Marked by annotators",
            MarkOrigin.World => "Values of the fictional world",
            _ => "Not in the reference",
        };

    /// <summary>Who calls spans wrong, and what that cannot show.</summary>
    private static string Describe(MarkOrigin origin, IReadOnlyList<WrongSpanShareRow> rows) =>
        origin switch
        {
            MarkOrigin.World =>
                "Every value that an answer states is known to be true or false of the entity that is asked about. What else "
                    + "the answers say is not marked.",
            MarkOrigin.Reference => "Words that stand neither in the reference response nor in the prompt are called wrong, those of the "
                + "reference right. A true statement that the reference does not make counts as wrong, and a false one in the reference's "
                + "words as right: words are compared, not what they mean.",
            _ => DescribeAnnotators(rows),
        };

    private static string DescribeAnnotators(IReadOnlyList<WrongSpanShareRow> rows)
    {
        var marked = rows.Where(row => row is { Level: 1, Group: not SpanGroup.Unmarked }).ToList();
        var (disputed, unclear) = (
            marked.Sum(row => row.Disputed),
            marked.Where(row => row.Group == SpanGroup.Unclear).Sum(row => row.Spans)
        );
        return $"A file marks {Figure.Count(marked.Sum(row => row.Spans), "span")}."
            + (disputed == 0 ? "" : $" On {Figure.Count(disputed)} of them annotators disagree; what most of them say counts.")
            + (unclear == 0 ? "" : $" {Figure.Count(unclear)} {(unclear == 1 ? "is" : "are")} unclear and not in the table.")
            + " What annotators did not look for is not marked, so that unmarked words may be wrong too.";
    }

    private static void Table(HtmlWriter page, ReportMaterial material, IEnumerable<WrongSpanShareRow> rows)
    {
        using var table = new HtmlTable(
            page,
            [
                ("model", CellKind.Markup),
                ("spans", CellKind.Text),
                ("number", CellKind.Number),
                ("prompts", CellKind.Number),
                ("stand in a row", CellKind.Number),
                ("borrowed, q ≤ 0.05", CellKind.Number),
                ("with a shifted content word", CellKind.Number),
                ("confirmed by retraining", CellKind.Number),
                ("contamination", CellKind.Number),
            ]
        );
        foreach (var model in rows.GroupBy(row => row.Model, StringComparer.Ordinal))
        {
            var label = ModelLabel.Write(material, model.Key);
            var byGroup = model.ToLookup(row => row.Group);
            foreach (var (group, name) in _groups)
            {
                var levels = byGroup[group].ToDictionary(row => row.Level);
                table.Row([
                    label,
                    name,
                    Figure.Count(levels[1].Spans),
                    Figure.Count(levels[1].Prompts),
                    .. _levels.Select(level => Share(levels[level])),
                    Figure.Count(levels[1].Contaminated),
                ]);
                label = "";
            }

            foreach (var (group, name) in _groups.Skip(1))
            {
                var levels = byGroup[group].ToDictionary(row => row.Level);
                table.Row([label, $"wrong less {name}", "", "", .. _levels.Select(level => Excess(levels[level])), ""]);
            }
        }
    }

    private static string Share(WrongSpanShareRow row) => Percent(row.Share, row.Low, row.High, row.Exact);

    private static string Excess(WrongSpanShareRow row) =>
        Percent(row.WrongExcess, row.WrongExcessLow, row.WrongExcessHigh, row.WrongExcessExact);

    private static string Percent(double? share, double? low, double? high, bool exact) =>
        Figure.Percent(share)
        + (low is null ? "" : $" {Figure.Interval(Figure.Pair(low * 100, high * 100), "0.0")}{Figure.ExactMark(exact)}");
}
