using System.Globalization;
using System.Text;

namespace Pipeline.Stages.World.Results;

/// <summary>The main tables as Markdown, to be read or put into a page.</summary>
internal static class ResultMarkdown
{
    private const string None = "–";
    private const string ExactMark = "*";

    private static readonly (string Name, string Group, string Form, string Measure, bool Percent)[] _columns =
    [
        ("core right %", "known", "instruction", Measures.CoreRight, true),
        ("wrong / answer", "known", "instruction", Measures.WrongPerAnswer, false),
        ("wrong / value %", "known", "instruction", Measures.WrongPerValue, true),
        ("certain borrowing %", "known", "instruction", Measures.CertainBorrowing, true),
        ("control %", "known", "instruction", Measures.ControlMatches, true),
        ("recombined %", "known", "instruction", Measures.Recombined, true),
        ("by chance %", "known", "instruction", Measures.RecombinationChance, true),
        ("from any row, at most %", "known", "instruction", Measures.PossibleBorrowing, true),
        ("copied row %", "known", "instruction", Measures.CopiedRow, true),
        ("KL", "known", "instruction", Measures.Kl, false),
        ("KL start", "known", "instruction", Measures.KlStart, false),
        ("KL rest", "known", "instruction", Measures.KlRest, false),
        ("shifted %", "known", "instruction", Measures.Shifted, true),
        ("known, held-out %", "known", "held_out", Measures.CoreRight, true),
        ("new, held-out %", "new", "held_out", Measures.CoreRight, true),
        ("new, other question %", "new", "instruction", Measures.CoreRight, true),
    ];

    /// <summary>Claims, their evidence, the cells, and the comparisons of methods.</summary>
    public static string Write(
        IReadOnlyList<WorldClaimRow> claims,
        IReadOnlyList<WorldEvidenceRow> evidence,
        IReadOnlyList<WorldResultRow> results,
        IReadOnlyList<WorldContrastRow> contrasts
    )
    {
        var text = new StringBuilder(
            "Intervals are 95 % bootstrap intervals over prompts and seeds, drawn together; those with * are exact, or made of "
                + "exact ones, because on one side nothing that was counted "
                + "is the case, or everything (the number of prompts is their n).\n\n## The paper's claims\n\n"
        );
        Table(
            text,
            ["claim", "the paper", "verdict here", "evidence"],
            claims.Select(claim => (string[])[claim.Text, claim.Paper, $"**{claim.Verdict}**", Counted(claim)])
        );
        text.Append("\n## Evidence\n\n");
        Table(
            text,
            ["claim", "quantity", "conditions", "value and 95 % interval", "over seeds alone", "over training rows", "claimed", "outcome"],
            evidence.Select(row =>
                (string[])
                    [
                        row.Claim,
                        row.Quantity,
                        row.Conditions,
                        $"{row.Bound} {Figure(row.Unit, row.Value)}{Interval(row.Unit, row.Low, row.High, row.Exact)}".Trim(),
                        Interval(row.Unit, row.SeedLow, row.SeedHigh).Trim(),
                        Interval(row.Unit, row.SourceLow, row.SourceHigh).Trim(),
                        $"{row.Claimed} {Figure(row.Unit, row.Threshold)}",
                        row.Outcome,
                    ]
            )
        );
        text.Append("\n## Cells\n\n");
        Cells(text, results);
        text.Append("\n## SFT against LFT, questions about known entities\n\n");
        Table(
            text,
            ["at", "measure", "SFT", "LFT", "losses", "SFT value", "LFT value", "difference", "ratio"],
            contrasts
                .Where(row => row is { Factor: Comparison.Method, Summary: true, Group: "known", Form: "instruction" })
                .Select(row =>
                    (string[])
                        [
                            row.At,
                            row.Measure,
                            row.Left,
                            row.Right,
                            $"{Number(row.LeftLoss)} / {Number(row.RightLoss)}",
                            Number(row.LeftValue),
                            Number(row.RightValue),
                            Number(row.Difference) + Interval("number", row.DifferenceLow, row.DifferenceHigh, row.Exact),
                            Number(row.Ratio) + Interval("number", row.RatioLow, row.RatioHigh),
                        ]
                )
        );
        return text.ToString();
    }

    private static void Cells(StringBuilder text, IReadOnlyList<WorldResultRow> results)
    {
        var cells = results
            .Where(row => row.Seed is null)
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
                    row.Seeds,
                    row.TrainingLoss
                )
            );
        Table(
            text,
            ["method", "dataset", "facts", "style", "rows", "epochs", "rate", "seeds", "loss", .. _columns.Select(column => column.Name)],
            cells.Select(cell =>
                (string[])
                    [
                        cell.Key.Family,
                        cell.Key.Dataset,
                        cell.Key.Facts,
                        cell.Key.Style,
                        cell.Key.Rows == 0 ? None : Text($"{cell.Key.Rows}"),
                        cell.Key.Epochs is { } epochs ? Text($"{epochs}") : None,
                        cell.Key.LearningRate?.ToString("0.##e0", CultureInfo.InvariantCulture) ?? None,
                        Text($"{cell.Key.Seeds}"),
                        Number(cell.Key.TrainingLoss),
                        .. _columns.Select(column =>
                            cell.FirstOrDefault(row => (row.Group, row.Form, row.Measure) == (column.Group, column.Form, column.Measure))
                                is { } row
                                ? column.Percent
                                    ? Percent(row)
                                    : Number(row.Value) + Interval("number", row.Low, row.High, row.Exact)
                                : None
                        ),
                    ]
            )
        );
    }

    private static void Table(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        text.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").Insert(text.Length, "---|", columns.Count).Append('\n');
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }
    }

    private static string Counted(WorldClaimRow claim) =>
        claim.Evidence == 0 ? None : Text($"{claim.AsClaimed} of {claim.Evidence} as claimed, {claim.Against} against");

    private static string Percent(WorldResultRow row) =>
        Figure("share", row.Value).Replace(" %", "", StringComparison.Ordinal) + Interval("share", row.Low, row.High, row.Exact);

    private static string Figure(string unit, double value) =>
        unit switch
        {
            "times" => Text($"{value:0.00} ×"),
            "share" => Text($"{value * 100:0.0} %"),
            "points" => Text($"{value * 100:0.0} points"),
            _ => Text($"{value:0.000}"),
        };

    private static string Interval(string unit, double? low, double? high, bool exact = false) =>
        low is null || high is null
            ? ""
            : (unit is "share" or "points" ? Text($" [{low * 100:0.0}, {high * 100:0.0}]") : Text($" [{low:0.00}, {high:0.00}]"))
                + (exact ? ExactMark : "");

    private static string Number(double? value) => value is { } number ? Text($"{number:0.000}") : None;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
