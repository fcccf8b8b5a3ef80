using Pipeline.Stages.World.Validity;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What the verdicts of this page are worth where the truth is known.</summary>
internal static class ValidityTable
{
    private static readonly (ValidityProcedure Procedure, string Name)[] _verdicts =
    [
        (ValidityProcedure.Borrowed, "borrowed, q ≤ 0.05"),
        (ValidityProcedure.BorrowedAndShifted, "with a shifted content word"),
        (ValidityProcedure.Caused, "caused, by retraining"),
        (ValidityProcedure.QAtMostTenth, "q ≤ 0.1"),
        (ValidityProcedure.Strong, "10 nats and more"),
        (ValidityProcedure.StandsInARow, "stands in a row"),
    ];

    private static readonly (ValidityProcedure Procedure, string Name)[] _orders =
    [
        (ValidityProcedure.BaseSurprisal, "surprisal under the base"),
        (ValidityProcedure.LogRatio, "log-ratio tuned / base"),
        (ValidityProcedure.CorpusSurprisal, "surprisal without a model"),
        (ValidityProcedure.Words, "length"),
        (ValidityProcedure.SourceCount, "fewest rows"),
    ];

    /// <summary>The table; nothing where the truth is not known.</summary>
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.Validity.Count == 0)
        {
            return;
        }

        page.Element("h3", "What these verdicts are worth, where the truth is known")
            .Element(
                "p",
                "In the fictional world a wrong value that stands in one training row and nowhere else is borrowed for certain. A span that "
                    + "is called borrowed is true if it holds such a value and names its row. Right borrowings of other words than values "
                    + "count as false here, so precision is a lower bound, and a value that was put together by chance counts as true; it is "
                    + "known for this world alone. Where only certain borrowings were retrained for, what is called caused is true by design."
            );
        using var table = new HtmlTable(
            page,
            [
                ("model", CellKind.Text),
                ("certain borrowings", CellKind.Number),
                .. _verdicts.SelectMany(verdict =>
                    ((string, CellKind)[])
                        [
                            ($"{verdict.Name}: spans, of them false", CellKind.Number),
                            ("precision", CellKind.Number),
                            ("recall", CellKind.Number),
                        ]
                ),
                .. _orders.Select(order => ($"average precision by {order.Name}", CellKind.Number)),
            ]
        );
        foreach (var model in material.Validity.GroupBy(row => row.Model, StringComparer.Ordinal))
        {
            var rows = model.ToDictionary(row => row.Procedure);
            table.Row([
                model.Key,
                Figure.Count(rows[ValidityProcedure.Borrowed].Certain),
                .. _verdicts.SelectMany(verdict => Cells(rows[verdict.Procedure])),
                .. _orders.Select(order => Figure.Number(rows[order.Procedure].AveragePrecision)),
            ]);
        }
    }

    private static string[] Cells(ValidityRow row) =>
        [$"{Figure.Count(row.Called)}, {Figure.Count(row.Called - row.True)}", Figure.Number(row.Precision), Figure.Number(row.Recall)];
}
