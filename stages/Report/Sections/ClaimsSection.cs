using Pipeline.Engine;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Results;
using Pipeline.Stages.World.Results.Claims;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The paper's claims in a world where every fact and every source is known: the paper's figure, this run's, and a verdict by
/// rule.</summary>
internal static class ClaimsSection
{
    private const int Shown = 12;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.World is not { } world)
        {
            return;
        }

        var seeds = world.Evidence.Select(row => row.Seeds).DefaultIfEmpty(1).Max();
        page.Section("claims", "The paper's claims")
            .Element(
                "p",
                "In this fictional world every fact, every training row and every source is known, so that answers are measured "
                    + "exactly. A value is right or wrong; a wrong one is a certain borrowing if "
                    + "it stands in one training row and nowhere else, and the untrained control set, counted the same way, says how "
                    + "many chance would give. Known facts were asked for that no row is about."
            )
            .Element(
                "p",
                "A figure is as claimed (✓), against the claim (✗) or open (?) by whether its 95 % interval lies on the claimed "
                    + $"side of the threshold, on the other, or across it. {Intervals(seeds)} "
                    + "Where training rows can be drawn anew, too, that interval must agree; a lower bound is never against what is "
                    + "claimed to be more. "
                    + "A claim holds if all of its figures are as claimed, does not hold if none is and some are against it, and "
                    + "depends on the condition that parts them otherwise. Under the verdict stands what it was not measured at. "
                    + Figure.ExactNote
            );
        Lost(page, world);
        page.Raw("<div class=\"claims\">");
        using (
            var table = new HtmlTable(
                page,
                ("claim", CellKind.Markup),
                ("the paper", CellKind.Text),
                ("here", CellKind.Markup),
                ("verdict", CellKind.Markup)
            )
        )
        {
            foreach (var claim in world.Claims)
            {
                table.Row(
                    $"<strong id=\"claim-{HtmlWriter.Escaped(claim.Claim)}\">{Escaped(claim.Text)}</strong>",
                    Shortened.Shorten(claim.Paper),
                    Evidence(world.Evidence.Where(row => row.Claim == claim.Claim).ToList()),
                    VerdictOf(claim)
                );
            }
        }

        page.Raw("</div>\n");
        LeftOut(page, material, world);
        Causes(page, material);
        Figures(page, world);
        ClaimsTable.Write(page, world);
        page.EndSection();
    }

    /// <summary>Which variants are broken, so that they are shown and speak for no claim.</summary>
    private static void Lost(HtmlWriter page, WorldFindings world)
    {
        var lost = world
            .Results.Where(row =>
                row is { Seed: null, LostCore: true, Measure: WorldMeasure.CoreRight, Group: WorldGroup.Known, Form: WorldForm.Instruction }
            )
            .ToList();
        var bar = Figure.Percent(WorldResultRow.KeptCoreShare, "0");
        page.Element(
            "p",
            $"A variant that gives fewer than {bar} of the core facts right that the base gives lost its core facts. Its figures are shown, "
                + "but they are in no comparison and speak for no claim: "
                + (
                    lost.Count == 0
                        ? "here it is none."
                        : $"here {string.Join(", ", lost.Select(row => $"{Name(row)} ({Figure.Percent(row.Value)} right)"))}."
                )
                + " A claim that facts are lost can therefore not be shown by those that lost most."
        );
    }

    private static string Name(WorldResultRow row) =>
        Shortened.Shorten($"{row.Family}.{row.Dataset}")
        + (row.LearningRate is { } rate ? $" at {Figure.Rate(rate)}" : "")
        + (row.Epochs is { } epochs ? $" for {Figure.Count(epochs, "epoch")}" : "");

    /// <summary>The models that the results do not speak of, and why.</summary>
    private static void LeftOut(HtmlWriter page, ReportMaterial material, WorldFindings world)
    {
        var measured = world.Results.Select(row => row.Dataset).ToHashSet(StringComparer.Ordinal);
        var others = material
            .Groups.Where(group => !group.First.Model.Control && !measured.Contains(group.First.Model.Dataset))
            .Select(group => group.Name)
            .ToList();
        if (others.Count > 0)
        {
            page.Element(
                "p",
                $"Not among these results: {string.Join(", ", others)}. What is measured here goes back to which values each "
                    + "training row states, which is known of the instruction-tuning sets of this world "
                    + "only, whole ones; the other sections speak of every model."
            );
        }
    }

    private static string Intervals(int seeds) =>
        seeds > 1
            ? $"Intervals are over prompts and {Figure.Count(seeds)} seeds, drawn together."
            : "With one seed, intervals are over prompts alone: another seed may give other figures.";

    private static string VerdictOf(WorldClaimRow claim)
    {
        var colour = claim.ReadVerdict() switch
        {
            VerdictKind.Holds => "good",
            VerdictKind.DoesNotHold => "bad",
            VerdictKind.DependsOn => "mixed",
            _ => "open",
        };
        var figure =
            claim.Figure.Length == 0
                ? ""
                : $"<br/><a href=\"#{FigureId(claim.Figure)}\">figure: "
                    + $"{HtmlWriter.Escaped(Path.GetFileNameWithoutExtension(claim.Figure))}</a>";
        var missing = string.Concat(claim.MissingConditions.Select(condition => $"<br/><span class=\"soft\">{Escaped(condition)}</span>"));
        return $"<span class=\"verdict {colour}\">{Escaped(claim.Verdict)}</span>{missing}{figure}";
    }

    private static string Evidence(List<WorldEvidenceRow> evidence)
    {
        if (evidence.Count == 0)
        {
            return $"<span class=\"soft\">{Figure.None}</span>";
        }

        var groups = evidence.GroupBy(row => row.Quantity).ToList();
        var first = string.Concat(groups.Select(group => Group(group.Key, group.Take(Math.Max(1, Shown / groups.Count)))));
        var rest = groups
            .Select(group => (group.Key, Rows: group.Skip(Math.Max(1, Shown / groups.Count)).ToList()))
            .Where(group => group.Rows.Count > 0)
            .ToList();
        return rest.Count == 0
            ? first
            : $"{first}<details><summary>{Figure.Count(rest.Sum(group => group.Rows.Count))} "
                + $"more</summary>{string.Concat(rest.Select(group => Group(group.Key, group.Rows)))}</details>";
    }

    private static string Group(string quantity, IEnumerable<WorldEvidenceRow> rows) =>
        $"<p class=\"quantity\">{Escaped(quantity)}{Claimed(rows.ToList())}</p><ul "
        + $"class=\"evidence\">{string.Concat(rows.Select(Line))}</ul>";

    /// <summary>What the paper would have the figures be, where it is the same for all of them.</summary>
    private static string Claimed(List<WorldEvidenceRow> rows) =>
        rows.Select(row => $"; claimed: {row.Claimed.Spell()} {Value(row.Unit, row.Threshold)}").Distinct(StringComparer.Ordinal).ToList()
            is [var same]
            ? HtmlWriter.Escaped(same)
            : "";

    private static string Line(WorldEvidenceRow row)
    {
        var (sign, colour) = row.Outcome switch
        {
            EvidenceOutcome.AsClaimed => ("✓", "good"),
            EvidenceOutcome.Against => ("✗", "bad"),
            _ => ("?", "open"),
        };
        var claimed = $"{row.Outcome.Spell()}; claimed: {row.Claimed.Spell()} {Value(row.Unit, row.Threshold)}";
        return $"<li title=\"{HtmlWriter.Escaped(claimed)}\"><b class=\"{colour}\">{sign}</b> "
            + $"{HtmlWriter.Escaped($"{row.Bound?.Spell()} {Value(row.Unit, row.Value)} {Interval(row)}".Trim())} "
            + $"<span class=\"soft\">{Escaped(row.Conditions)}</span></li>";
    }

    private static string Value(EvidenceUnit unit, double value) =>
        unit switch
        {
            EvidenceUnit.Times => Figure.Number(value) + " ×",
            EvidenceUnit.Share => Figure.Percent(value),
            EvidenceUnit.Points => Figure.Number(value * 100, "+0.0;-0.0;0.0") + " points",
            _ => Figure.Number(value, "+0.00;-0.00;0.00"),
        };

    private static string Interval(WorldEvidenceRow row)
    {
        var times = row.Unit is EvidenceUnit.Share or EvidenceUnit.Points ? 100 : 1;
        return Figure.Interval(Figure.Pair(row.Low * times, row.High * times), times == 1 ? "0.00" : "0.0")
            + Figure.ExactMark(row is { Exact: true });
    }

    /// <summary>What the paper could only judge by reading: whether a row caused a span, and which row it was.</summary>
    private static void Causes(HtmlWriter page, ReportMaterial material)
    {
        if (material.Counterfactuals.Count > 0 || material.SourceRecall.Count > 0)
        {
            page.Raw("<p>")
                .Text("What the paper judged by reading alone is measured below: ")
                .Raw(
                    material.Counterfactuals.Count > 0
                        ? "<a href=\"#counterfactual\">whether a borrowed value goes when its row goes</a>"
                        : ""
                )
                .Raw(material.Counterfactuals.Count > 0 && material.SourceRecall.Count > 0 ? ", and " : "")
                .Raw(material.SourceRecall.Count > 0 ? "<a href=\"#recall\">how well retrieval finds that row</a>" : "")
                .Raw(".</p>\n");
        }
    }

    private static void Figures(HtmlWriter page, WorldFindings world)
    {
        if (world.Figures.Count == 0)
        {
            return;
        }

        page.Raw("<div class=\"plots\">");
        foreach (var (name, svg) in world.Figures.OrderBy(figure => figure.Name, StringComparer.Ordinal))
        {
            page.Plot(svg, FigureId(name));
        }

        page.Raw("</div>\n");
    }

    private static string Escaped(string text) => HtmlWriter.Escaped(Shortened.Shorten(text));

    private static string FigureId(string file) => $"figure-{HtmlWriter.Escaped(Path.GetFileNameWithoutExtension(file))}";
}
