using Pipeline.Engine;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Report.Charts;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How much of the answers shifted, where in an answer and in a sentence, and which tokens.</summary>
internal static class ShiftSection
{
    private const int Quarter = 4;
    private const string Reach = "token of the answer, as far as a quarter of the answers reach";

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var shifted = material.Findings.Where(found => found.Shift.Count > 0).ToList();
        if (shifted.Count == 0)
        {
            return;
        }

        page.Section("shift", "Token shift")
            .Element(
                "p",
                "At every position of a model's own answer its next-token distribution is compared with the base model's, over the "
                    + "full vocabulary. A token is unshifted if the token "
                    + "that the tuned model likes most is also the base's first choice, marginal at base rank 2 or 3, shifted beyond."
            );
        using (page.Collapsed(material.IsLarge, $"Shares of {Figure.Count(shifted.Count, "model")}"))
        {
            Classes(page, material, shifted);
        }

        ModelCharts.Write(
            page,
            material,
            shifted,
            [
                new("Mean KL(tuned‖base) by position in the answer, nats", Reach, found => ByPosition(found, token => token.KlTunedBase)),
                new(
                    "Share of shifted tokens by position in the answer, %",
                    Reach,
                    found => ByPosition(found, token => token.ShiftClass == ShiftClass.Shifted ? 100 : 0)
                ),
            ]
        );
        Wrappers(page, material);
        ShiftBySize.Write(page, material);
        ModelComparisons.Write(page, material);
        ShiftedWords.Write(page, material);
        PaperFigures.Write(page, material);
        page.EndSection();
    }

    private static void Classes(HtmlWriter page, ReportMaterial material, List<ModelFindings> shifted)
    {
        Legend.Write(page, [("unshifted", "unshifted"), ("marginal", "marginal"), ("shifted", "shifted")]);
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("tokens by class", CellKind.Markup),
            ("tokens", CellKind.Number),
            ("unshifted", CellKind.Number),
            ("marginal", CellKind.Number),
            ("shifted", CellKind.Number),
            ("KL at sentence starts, nats", CellKind.Number),
            ("KL elsewhere, nats", CellKind.Number),
            ("starts over elsewhere", CellKind.Number),
            ("mean base rank", CellKind.Number)
        );
        foreach (var found in shifted)
        {
            var row = material.SummaryOf(found);
            table.Row(
                ModelLabel.Write(material, found),
                ClassBar.Draw(row.Unshifted ?? 0, row.Marginal ?? 0, row.Shifted ?? 0),
                Figure.Count(found.Shift.Count),
                Figure.Percent(row.Unshifted),
                Figure.Percent(row.Marginal),
                Figure.Percent(row.Shifted),
                Figure.Number(row.SentenceStartKl, "0.000"),
                Figure.Number(row.SentenceRestKl, "0.000"),
                row.SentenceRestKl is > ModelMeasures.NegligibleKl
                    ? Figure.Number((row.SentenceStartKl / row.SentenceRestKl - 1) * 100, "+0;-0") + " %"
                    : Figure.None,
                Figure.Number(found.Shift.Average(token => (double)token.ArgmaxBaseRank))
            );
        }
    }

    private static List<(double X, double Y)> ByPosition(ModelFindings found, Func<TokenShiftRow, double> value) =>
        found
            .Shift.GroupBy(token => token.Position)
            .OrderBy(group => group.Key)
            .Where(group => group.Count() * Quarter >= found.Answers.Count)
            .Select(group => ((double)group.Key + 1, group.Average(value)))
            .ToList();

    /// <summary>How much of the shift is the template: the same answers, with the base reading the request in other words around
    /// it.</summary>
    private static void Wrappers(HtmlWriter page, ReportMaterial material)
    {
        var all = material
            .ShiftStatistics.Where(row => row is { Slice: TokenSlice.All, Metric: TokenMetric.KlTunedBase or TokenMetric.Shifted })
            .ToLookup(row => (row.Model, row.Wrapper));
        if (all.Select(group => group.Key.Wrapper).Distinct().Count() < 2)
        {
            return;
        }

        page.Element("h3", "By what stands around the request when the base reads it")
            .Element(
                "p",
                "In brackets: 95 % intervals over prompts. same: the tuned model's own prompt; bare: the request alone; aligntds: "
                    + "the wrapper of AlignTDS. What differs between them is template, not tuning: "
                    + "the base's own rows are template alone."
            );
        var wrappers = all.Select(group => group.Key.Wrapper).Distinct().ToList();
        using var table = new HtmlTable(page, [("model", CellKind.Text), .. wrappers.SelectMany(Columns)]);
        foreach (var model in all.GroupBy(group => group.Key.Model))
        {
            table.Row([model.Key, .. wrappers.SelectMany(wrapper => Cells(all[(model.Key, wrapper)].ToList()))]);
        }
    }

    private static (string, CellKind)[] Columns(BaseWrapper wrapper) =>
        [($"KL, {wrapper.Spell()}, nats", CellKind.Number), ($"shifted, {wrapper.Spell()}", CellKind.Number)];

    private static string[] Cells(List<ShiftStatisticRow> rows)
    {
        var (kl, share) = (rows.Find(row => row.Metric == TokenMetric.KlTunedBase), rows.Find(row => row.Metric == TokenMetric.Shifted));
        return
        [
            Figure.WithInterval(kl?.Value, Figure.Pair(kl?.Low, kl?.High), "0.000"),
            Figure.WithInterval(share?.Value * 100, Figure.Pair(share?.Low * 100, share?.High * 100), "0.0") + (share is null ? "" : " %"),
        ];
    }
}
