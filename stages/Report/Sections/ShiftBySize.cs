using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The shift by size of the training set, methods side by side: figure 1 of the paper as a table.</summary>
internal static class ShiftBySize
{
    private static readonly (TokenMetric Metric, string Heading, double Factor, string Format)[] _columns =
    [
        (TokenMetric.KlTunedBase, "KL(tuned‖base), nats", 1, "0.000"),
        (TokenMetric.Unshifted, "unshifted, %", 100, "0.0"),
        (TokenMetric.Marginal, "marginal, %", 100, "0.0"),
        (TokenMetric.Shifted, "shifted, %", 100, "0.0"),
        (TokenMetric.ArgmaxBaseRank, "mean base rank", 1, "0.00"),
        (TokenMetric.ArgmaxBaseProbability, "mean base probability", 1, "0.000"),
    ];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var sizes = material
            .ShiftStatistics.Where(row => row is { Slice: TokenSlice.All, Wrapper: BaseWrapper.Same, TrainingInstances: not null })
            .GroupBy(row => (row.Series, row.TrainingInstances))
            .OrderBy(size => size.Key.Series, StringComparer.Ordinal)
            .ThenBy(size => size.Key.TrainingInstances)
            .ToList();
        if (sizes.Select(size => size.Key.Series).Distinct(StringComparer.Ordinal).Count() == sizes.Count)
        {
            return;
        }

        page.Element("h3", "By size of the training set")
            .Element(
                "p",
                "In brackets: with one seed the 95 % interval over prompts, with several the lowest and the highest seed around their mean."
            );
        using var table = new HtmlTable(
            page,
            [
                ("model", CellKind.Text),
                ("training rows", CellKind.Number),
                ("seeds", CellKind.Number),
                .. _columns.Select(column => (column.Heading, CellKind.Number)),
            ]
        );
        foreach (var size in sizes)
        {
            table.Row([
                size.Key.Series,
                Figure.Count(size.Key.TrainingInstances!.Value),
                Figure.Count(size.Count(row => row.Metric == _columns[0].Metric)),
                .. _columns.Select(column => Cell(size.Where(row => row.Metric == column.Metric).ToList(), column.Factor, column.Format)),
            ]);
        }
    }

    private static string Cell(List<ShiftStatisticRow> seeds, double times, string format) =>
        seeds switch
        {
            [] => Figure.None,
            [var only] => Figure.WithInterval(only.Value * times, Figure.Pair(only.Low * times, only.High * times), format),
            _ => Figure.WithInterval(
                seeds.Average(row => row.Value) * times,
                Figure.Pair(seeds.Min(row => row.Value) * times, seeds.Max(row => row.Value) * times),
                format
            ),
        };
}
