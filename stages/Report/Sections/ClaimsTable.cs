using Pipeline.Stages.World.Results;

namespace Pipeline.Stages.Report.Sections;

/// <summary>Every variant of the controlled world in one table, all seeds together.</summary>
internal static class ClaimsTable
{
    private static readonly (string Name, string Group, string Form, string Measure, bool Share)[] _columns =
    [
        ("core facts right, %", "known", "instruction", "core_right", true),
        ("wrong values an answer", "known", "instruction", "wrong_per_answer", false),
        ("of stated values, %", "known", "instruction", "wrong_per_value", true),
        ("certainly borrowed of wrong, %", "known", "instruction", "certain_borrowing", true),
        ("control, %", "known", "instruction", "control_matches", true),
        ("by chance from recombined words, %", "known", "instruction", "recombination_chance", true),
        ("rows copied, % of answers", "known", "instruction", "copied_row", true),
        ("KL, nats", "known", "instruction", "kl", false),
        ("known facts kept (held-out phrase), %", "known", "held_out", "core_right", true),
        ("new facts learned (held-out phrase), %", "new", "held_out", "core_right", true),
        ("new facts, another question, %", "new", "instruction", "core_right", true),
    ];

    public static void Write(HtmlWriter page, WorldFindings world)
    {
        page.Element("h3", "All variants")
            .Element(
                "p",
                "Answers to questions about known entities, and facts recalled outside the template; 95 % intervals. The tables "
                    + "beside the results hold every measure, also about unknown entities, and every comparison."
            );
        using var table = new HtmlTable(
            page,
            [
                ("method", CellKind.Text),
                ("rows", CellKind.Text),
                ("rate", CellKind.Number),
                ("epochs", CellKind.Number),
                ("training loss", CellKind.Number),
                .. _columns.Select(column => (column.Name, CellKind.Number)),
            ]
        );
        foreach (
            var cell in world
                .Results.Where(row => row.Seed is null)
                .GroupBy(row =>
                    (row.Method, row.Family, row.Dataset, row.Facts, row.Style, row.LearningRate, row.Epochs, row.Rows, row.TrainingLoss)
                )
        )
        {
            table.Row([
                Shortened.Shorten(cell.Key.Family),
                cell.Key.Rows == 0 ? Figure.None : $"{Figure.Count(cell.Key.Rows)} {cell.Key.Facts}, {cell.Key.Style}",
                cell.Key.LearningRate is { } rate ? Figure.Rate(rate) : Figure.None,
                cell.Key.Epochs is { } epochs ? Figure.Count(epochs) : Figure.None,
                Figure.Number(cell.Key.TrainingLoss),
                .. _columns.Select(column =>
                    Value(
                        cell.FirstOrDefault(row => (row.Group, row.Form, row.Measure) == (column.Group, column.Form, column.Measure)),
                        column.Share
                    )
                ),
            ]);
        }
    }

    private static string Value(WorldResultRow? row, bool share) =>
        share
            ? Figure.WithInterval(row?.Value * 100, Figure.Pair(row?.Low * 100, row?.High * 100), "0.0") + Mark(row)
            : Figure.WithInterval(row?.Value, Figure.Pair(row?.Low, row?.High)) + Mark(row);

    private static string Mark(WorldResultRow? row) => Figure.ExactMark(row is { Exact: true });
}
