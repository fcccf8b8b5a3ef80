namespace Pipeline.Stages.Report;

/// <summary>Puts a run's volatile facts into the report's page: what a person opens, not what is cached.</summary>
public static class RunFactsPage
{
    private const int ShownDigits = 12;
    private const int FewNodes = 40;
    private const double LongestBar = 120;

    /// <summary>The page with the run's table and its provenance in their place; of many nodes first each stage's sum.</summary>
    public static string Insert(string page, IReadOnlyList<RunFact> facts, Provenance provenance)
    {
        var section = new HtmlWriter().Section("run", "This run");
        Origin(section, provenance);
        section.Element("h3", "What was computed").Element("p", Sum(facts));
        if (facts.Count <= FewNodes)
        {
            Nodes(section, facts, inOneTable: true);
        }
        else
        {
            var stages = facts
                .GroupBy(fact => fact.Node.Split('/')[0], StringComparer.Ordinal)
                .Select(stage => (Name: stage.Key, Nodes: stage.ToList()))
                .ToList();
            Stages(section, stages);
            foreach (var (name, nodes) in stages)
            {
                using (section.Collapsed(true, $"{name}: {Figure.Count(nodes.Count, "artifact")}"))
                {
                    Nodes(section, nodes, inOneTable: false);
                }
            }
        }

        return page.Replace(ReportPage.RunFactsMarker, section.EndSection().ToString(), StringComparison.Ordinal);
    }

    private static void Origin(HtmlWriter section, Provenance provenance)
    {
        section.Element("h3", "Where this page comes from");
        using (var table = new HtmlTable(section, ("what", CellKind.Text), ("which", CellKind.Text)))
        {
            foreach (var (name, value) in provenance.Facts)
            {
                table.Row(name, value);
            }
        }

        using (section.Collapsed(true, "All settings as they were resolved"))
        {
            section.Element("pre", provenance.Settings, "class=\"text\" tabindex=\"0\"").Raw("\n");
        }
    }

    private static void Stages(HtmlWriter section, List<(string Name, List<RunFact> Nodes)> stages)
    {
        using var table = new HtmlTable(
            section,
            ("stage", CellKind.Text),
            ("artifacts", CellKind.Number),
            ("parts", CellKind.Number),
            ("from the cache", CellKind.Number),
            ("rows", CellKind.Number),
            ("seconds of work", CellKind.Number),
            ("share of the longest", CellKind.Markup)
        );
        var longest = stages.Max(stage => Seconds(stage.Nodes));
        foreach (var (name, nodes) in stages)
        {
            table.Row(
                name,
                Figure.Count(nodes.Count),
                Figure.Count(nodes.Sum(fact => fact.Parts)),
                Figure.Count(nodes.Sum(fact => fact.Hits)),
                Rows(nodes.Sum(fact => fact.Rows)),
                nodes.Exists(fact => fact.Seconds is not null) ? Figure.Number(Seconds(nodes), "0.0") : Figure.None,
                Bar(Seconds(nodes), longest)
            );
        }
    }

    private static void Nodes(HtmlWriter section, IReadOnlyList<RunFact> facts, bool inOneTable)
    {
        using var table = new HtmlTable(
            section,
            [
                ("node", CellKind.Text),
                ("parts", CellKind.Number),
                ("from the cache", CellKind.Number),
                ("rows", CellKind.Number),
                ("seconds of work", CellKind.Number),
                ("artifact", CellKind.Markup),
                .. inOneTable ? [("share of the longest", CellKind.Markup)] : ((string, CellKind)[])[],
            ]
        );
        var longest = facts.Select(fact => fact.Seconds ?? 0).DefaultIfEmpty(0).Max();
        foreach (var fact in facts)
        {
            table.Row([
                fact.Node,
                Figure.Count(fact.Parts),
                Figure.Count(fact.Hits),
                Rows(fact.Rows),
                Figure.Number(fact.Seconds, "0.0"),
                inOneTable ? Links(fact) : Link(fact),
                .. inOneTable ? [Bar(fact.Seconds ?? 0, longest)] : (string[])[],
            ]);
        }
    }

    private static double Seconds(IEnumerable<RunFact> facts) => facts.Sum(fact => fact.Seconds ?? 0);

    private static string Rows(long rows) => rows == 0 ? Figure.None : Figure.Count(rows);

    private static string Bar(double seconds, double longest) =>
        seconds > 0 ? $"<i class=\"time\" style=\"width:{Figure.Coordinate(seconds / longest * LongestBar)}px\"></i>" : "";

    private static string Sum(IReadOnlyList<RunFact> facts)
    {
        var (parts, hits, untimed) = (facts.Sum(fact => fact.Parts), facts.Sum(fact => fact.Hits), facts.Sum(fact => fact.Untimed));
        return $"{Figure.Count(parts, "artifact")} made in {Figure.Number(Seconds(facts), "0.0")} seconds of work: "
            + $"{Figure.Count(parts - hits)} computed in this run, {Figure.Count(hits)} taken from the cache"
            + (untimed == 0 ? "" : $", {Figure.Count(untimed)} of them made when no record was kept of the time")
            + ". Links lead to the Parquet parts and files as long as the cache stays where it is.";
    }

    /// <summary>One link to all that a node made: its file, or the folder that its files are in.</summary>
    private static string Link(RunFact fact)
    {
        var folders = fact
            .Files.Select(file => file[..(file.Replace('\\', '/').LastIndexOf('/') + 1)])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return folders is [var folder] && fact.Files.Count > 1
            ? $"<a href=\"{HtmlWriter.Escaped(Address(folder))}\">{Digest(fact)}</a>"
            : Links(fact);
    }

    private static string Digest(RunFact fact) => $"<code>{fact.Digest[..Math.Min(ShownDigits, fact.Digest.Length)]}</code>";

    private static string Links(RunFact fact)
    {
        var digest = Digest(fact);
        var links = fact
            .Files.Select(file => (Address: HtmlWriter.Escaped(Address(file)), Name: HtmlWriter.Escaped(Path.GetFileName(file))))
            .ToList();
        return links switch
        {
            [] => digest,
            [var only] => $"<a href=\"{only.Address}\">{digest}</a>",
            _ =>
                $"<details><summary>{digest}</summary><ul>{string.Concat(links.Select(link => $"<li><a href=\"{link.Address}\">{link.Name}</a></li>"))}</ul></details>",
        };
    }

    private static string Address(string path) => string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
