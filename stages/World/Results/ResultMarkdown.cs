using System.Globalization;
using System.Text;
using Pipeline.Engine;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Results.Claims;

namespace Pipeline.Stages.World.Results;

/// <summary>The main tables as Markdown, to be read or put into a page.</summary>
internal static class ResultMarkdown
{
    private const string None = "–";
    private const string ExactMark = "*";
    private const string LostMark = "lost its core facts";

    private static readonly (string Name, WorldGroup Group, WorldForm Form, WorldMeasure Measure, bool Percent)[] _columns =
    [
        ("core right %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.CoreRight, true),
        ("wrong / answer", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.WrongPerAnswer, false),
        ("wrong / value %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.WrongPerValue, true),
        ("certain borrowing %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.CertainBorrowing, true),
        ("control %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.ControlMatches, true),
        ("recombined %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.Recombined, true),
        ("by chance %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.RecombinationChance, true),
        ("from any row, at most %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.PossibleBorrowing, true),
        ("copied row %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.CopiedRow, true),
        ("KL", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.Kl, false),
        ("KL start", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.KlStart, false),
        ("KL rest", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.KlRest, false),
        ("shifted %", WorldGroup.Known, WorldForm.Instruction, WorldMeasure.Shifted, true),
        ("known, held-out %", WorldGroup.Known, WorldForm.HeldOut, WorldMeasure.CoreRight, true),
        ("new, held-out %", WorldGroup.New, WorldForm.HeldOut, WorldMeasure.CoreRight, true),
        ("new, other question %", WorldGroup.New, WorldForm.Instruction, WorldMeasure.CoreRight, true),
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
                + "is the case, or everything (the number of prompts is their n).\n\n"
                + Text($"A variant that gives fewer than {WorldResultRow.KeptCoreShare:0 %} of the core facts right that the base gives ")
                + $"*{LostMark}*: it is among the cells, in no comparison, and speaks for no claim.\n\n## The paper's claims\n\n"
        );
        Table(
            text,
            ["claim", "the paper", "verdict here", "evidence"],
            claims.Select(claim => (string[])[claim.Text, claim.Paper, Verdict(claim), Counted(claim)])
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
                        $"{row.Bound?.Spell()} {Figure(row.Unit, row.Value)}{Interval(row.Unit, row.Low, row.High, row.Exact)}".Trim(),
                        Interval(row.Unit, row.SeedLow, row.SeedHigh).Trim(),
                        Interval(row.Unit, row.SourceLow, row.SourceHigh).Trim(),
                        $"{row.Claimed.Spell()} {Figure(row.Unit, row.Threshold)}",
                        row.Outcome.Spell(),
                    ]
            )
        );
        text.Append("\n## Cells\n\n");
        Cells(text, results);
        text.Append("\n## SFT against LFT, questions about known entities\n\n");
        Table(
            text,
            ["at", "measure", "SFT", "LFT", "training losses", "SFT value", "LFT value", "difference", "ratio"],
            contrasts
                .Where(row => row is { Factor: ContrastFactor.Method, Summary: true, Group: WorldGroup.Known, Form: WorldForm.Instruction })
                .Select(row =>
                    (string[])
                        [
                            row.At.Spell(),
                            row.Measure.Spell(),
                            row.Left,
                            row.Right,
                            $"{Number(row.LeftLoss)} / {Number(row.RightLoss)}",
                            Number(row.LeftValue),
                            Number(row.RightValue),
                            Number(row.Difference) + Interval(EvidenceUnit.Number, row.DifferenceLow, row.DifferenceHigh, row.Exact),
                            Number(row.Ratio) + Interval(EvidenceUnit.Number, row.RatioLow, row.RatioHigh),
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
                    row.TrainingLoss,
                    row.LostCore
                )
            );
        Table(
            text,
            [
                "method",
                "dataset",
                "facts",
                "style",
                "rows",
                "epochs",
                "rate",
                "seeds",
                "training loss",
                .. _columns.Select(column => column.Name),
            ],
            cells.Select(cell =>
                (string[])
                    [
                        cell.Key.LostCore ? $"{cell.Key.Family}, {LostMark}" : cell.Key.Family,
                        cell.Key.Dataset,
                        cell.Key.Facts?.Spell() ?? "",
                        cell.Key.Style?.Spell() ?? "",
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
                                    : Number(row.Value) + Interval(EvidenceUnit.Number, row.Low, row.High, row.Exact)
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

    private static string Verdict(WorldClaimRow claim) => string.Join("; ", claim.MissingConditions.Prepend($"**{claim.Verdict}**"));

    private static string Counted(WorldClaimRow claim) =>
        claim.Evidence == 0 ? None : Text($"{claim.AsClaimed} of {claim.Evidence} as claimed, {claim.Against} against");

    private static string Percent(WorldResultRow row) =>
        Figure(EvidenceUnit.Share, row.Value).Replace(" %", "", StringComparison.Ordinal)
        + Interval(EvidenceUnit.Share, row.Low, row.High, row.Exact);

    private static string Figure(EvidenceUnit unit, double value) =>
        unit switch
        {
            EvidenceUnit.Times => Text($"{value:0.00} ×"),
            EvidenceUnit.Share => Text($"{value * 100:0.0} %"),
            EvidenceUnit.Points => Text($"{value * 100:0.0} points"),
            _ => Text($"{value:0.000}"),
        };

    private static string Interval(EvidenceUnit unit, double? low, double? high, bool exact = false) =>
        low is null || high is null
            ? ""
            : (
                unit is EvidenceUnit.Share or EvidenceUnit.Points
                    ? Text($" [{low * 100:0.0}, {high * 100:0.0}]")
                    : Text($" [{low:0.00}, {high:0.00}]")
            ) + (exact ? ExactMark : "");

    private static string Number(double? value) => value is { } number ? Text($"{number:0.000}") : None;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
