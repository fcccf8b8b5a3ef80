using Pipeline.Stages.Shift;

namespace Pipeline.Stages.Report.Sections;

/// <summary>Where in an answer the shift lies.</summary>
internal static class ShiftSection
{
    private const double StartShare = 0.05;

    private static readonly (string Name, int First, int Last)[] _positions =
        [("1", 0, 0), ("2", 1, 1), ("3–5", 2, 4), ("6–10", 5, 9), ("11–20", 10, 19), ("21+", 20, int.MaxValue)];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var shifted = material.Findings.Where(found => found.Shift.Count > 0).ToList();
        if (shifted.Count == 0)
        {
            return;
        }

        page.Raw("<section id=\"shift\"><h2>Where the distribution shifted</h2>\n")
            .Element("p", "Mean KL(tuned‖base) in nats by the token's position in the answer, and at the start of sentences (the first 5 % of a sentence's tokens, at least one) against the rest of them, as in figure 4 of the paper.")
            .Raw("<div class=\"scroll\">")
            .Head(["model", .. _positions.Select(position => position.Name), "sentence start", "rest", "difference", "mean base rank"]);
        foreach (var found in shifted)
        {
            page.Row([found.Model.Name, .. _positions.Select(position => Kl(found.Shift.Where(token => token.Position >= position.First && token.Position <= position.Last))), .. Starts(found.Shift)]);
        }

        page.EndTable().Raw("</div>\n");
        LineChart.Write(
            page,
            "Mean KL(tuned‖base) by position in the answer, nats",
            shifted.Select(found => new ChartLine(found.Model.Name, ByPosition(found.Shift))).ToList());
        page.Raw("</section>\n");
    }

    private static string Kl(IEnumerable<TokenShiftRow> tokens) =>
        HtmlWriter.Number(tokens.Select(token => (double?)token.KlTunedBase).Average(), "0.000");

    private static string[] Starts(IReadOnlyList<TokenShiftRow> tokens)
    {
        var start = tokens.Where(IsStart).Select(token => (double)token.KlTunedBase).DefaultIfEmpty(0).Average();
        var rest = tokens.Where(token => !IsStart(token)).Select(token => (double)token.KlTunedBase).DefaultIfEmpty(0).Average();
        return
        [
            HtmlWriter.Number(start, "0.000"),
            HtmlWriter.Number(rest, "0.000"),
            rest == 0 ? "–" : HtmlWriter.Number((start - rest) / rest * 100, "+0;−0") + " %",
            HtmlWriter.Number(tokens.Average(token => token.ArgmaxBaseRank)),
        ];
    }

    private static bool IsStart(TokenShiftRow token) => token.PositionInSentence < Math.Max(1, (int)Math.Ceiling(StartShare * token.SentenceTokens));

    private static List<(double X, double Y)> ByPosition(IReadOnlyList<TokenShiftRow> tokens) =>
        tokens.GroupBy(token => token.Position).OrderBy(group => group.Key)
            .Select(group => ((double)group.Key + 1, group.Average(token => (double)token.KlTunedBase))).ToList();
}
