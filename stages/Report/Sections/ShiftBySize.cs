using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The shift by size of the training set, methods side by side: figure 1 of the paper as a table.</summary>
internal static class ShiftBySize
{
    private static readonly (string Metric, string Heading, double Factor, string Format)[] _columns =
    [
        ("kl_tuned_base", "KL(tuned‖base), nats", 1, "0.000"),
        ("unshifted", "unshifted, %", 100, "0.0"),
        ("marginal", "marginal, %", 100, "0.0"),
        ("shifted", "shifted, %", 100, "0.0"),
        ("argmax_base_rank", "mean base rank", 1, "0.00"),
        ("argmax_base_probability", "mean base probability", 1, "0.000"),
    ];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var sizes = material
            .ShiftStatistics.Where(row => row is { Slice: "all", Wrapper: "same", TrainingInstances: not null })
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
