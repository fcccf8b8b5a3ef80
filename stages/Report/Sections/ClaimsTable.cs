using Pipeline.Engine;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Results;

namespace Pipeline.Stages.Report.Sections;

/// <summary>Every variant of the controlled world in one table, all seeds together.</summary>
internal static class ClaimsTable
{
    private static readonly (string Name, WorldGroup Group, WorldForm Form, WorldMeasure Measure, bool Share)[] _columns =
    [
        ("core facts right, %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.CoreRight, true),
        ("wrong values an answer", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.WrongPerAnswer, false),
        ("of stated values, %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.WrongPerValue, true),
        ("certainly borrowed of wrong, %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.CertainBorrowing, true),
        ("control, %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.ControlMatches, true),
        ("by chance from recombined words, %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.RecombinationChance, true),
        ("rows copied, % of answers", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.CopiedRow, true),
        ("KL, nats", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.Kl, false),
        ("known facts kept (held-out phrase), %", WorldGroup.Known, WorldForm.HeldOut, WorldMeasure.CoreRight, true),
        ("new facts learned (held-out phrase), %", WorldGroup.New, WorldForm.HeldOut, WorldMeasure.CoreRight, true),
        ("new facts, another question, %", WorldGroup.New, WorldForm.Instruction, WorldMeasure.CoreRight, true),
    ];

    private const string LostMark = "lost its core facts";

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
                ("training loss, nats", CellKind.Number),
                .. _columns.Select(column => (column.Name, CellKind.Number)),
            ]
        );
        foreach (
            var cell in world
                .Results.Where(row => row.Seed is null)
                .GroupBy(row =>
                    (
                        row.Method,
                        row.Family,
                        row.Dataset,
                        row.Facts,
                        row.Style,
                        row.LearningRate,
                        row.Epochs,
                        row.Rows,
                        row.TrainingLoss,
                        row.LostCore
                    )
                )
        )
        {
            table.Row([
                Shortened.Shorten(cell.Key.Family) + (cell.Key.LostCore ? $", {LostMark}" : ""),
                cell.Key.Rows == 0 ? Figure.None : $"{Figure.Count(cell.Key.Rows)} {cell.Key.Facts?.Spell()}, {cell.Key.Style?.Spell()}",
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
