using Pipeline.Engine;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Stages.Report.Sections;

/// <summary>Tuned models compared with each other instead of with the base.</summary>
internal static class ModelComparisons
{
    private static readonly TokenMetric[] _classes = [TokenMetric.Unshifted, TokenMetric.Marginal, TokenMetric.Shifted];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var pairs = material
            .ShiftComparisons.Where(row => row is { Slice: TokenSlice.All, Wrapper: BaseWrapper.Same })
            .GroupBy(row => (row.Reference, row.Model))
            .ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        page.Element("h3", "From one tuned model to another")
            .Element("p", "The same measure with another tuned model in the base's place, on the answers of the second.");
        using var table = new HtmlTable(
            page,
            [
                ("from", CellKind.Text),
                ("to", CellKind.Text),
                ("KL(to‖from), nats", CellKind.Number),
                .. _classes.Select(share => (share.Spell(), CellKind.Number)),
            ]
        );
        foreach (var pair in pairs)
        {
            table.Row([
                pair.Key.Reference,
                pair.Key.Model,
                Value(pair, TokenMetric.KlTunedBase, 1, "0.000"),
                .. _classes.Select(share => Value(pair, share, 100, "0.0") + " %"),
            ]);
        }
    }

    private static string Value(IEnumerable<ShiftStatisticRow> rows, TokenMetric metric, double times, string format)
    {
        var row = rows.First(row => row.Metric == metric);
        return Figure.WithInterval(row.Value * times, Figure.Pair(row.Low * times, row.High * times), format);
    }
}
