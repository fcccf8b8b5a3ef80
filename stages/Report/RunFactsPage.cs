namespace Pipeline.Stages.Report;

/// <summary>Puts a run's volatile facts into the report's page: what a person opens, not what is cached.</summary>
public static class RunFactsPage
{
    private const int ShownDigits = 12;

    /// <summary>The page with the run's table in its place.</summary>
    public static string Insert(string page, IReadOnlyList<RunFact> facts)
    {
        var section = new HtmlWriter().Section("run", "This run").Element("p", Sum(facts));
        using (var table = new HtmlTable(
            section,
            ("stage", CellKind.Text),
            ("parts", CellKind.Number),
            ("from the cache", CellKind.Number),
            ("rows", CellKind.Number),
            ("seconds", CellKind.Number),
            ("", CellKind.Markup),
            ("artifact", CellKind.Markup)))
        {
            var longest = Math.Max(facts.Where(Built).Select(fact => fact.Seconds).DefaultIfEmpty(0).Max(), 1e-9);
            foreach (var fact in facts)
            {
                table.Row(
                    fact.Node,
                    Figure.Count(fact.Parts),
                    Figure.Count(fact.Hits),
                    fact.Rows == 0 ? Figure.None : Figure.Count(fact.Rows),
                    Built(fact) ? Figure.Number(fact.Seconds, "0.0") : "hit",
                    Built(fact) ? $"<span class=\"time\" style=\"width:{Figure.Coordinate(fact.Seconds / longest * 120)}px\"></span>" : "",
                    Links(fact));
            }
        }

        return page.Replace(ReportPage.RunFactsMarker, section.EndSection().ToString(), StringComparison.Ordinal);
    }

    private static bool Built(RunFact fact) => fact.Hits < fact.Parts;

    private static string Sum(IReadOnlyList<RunFact> facts) =>
        $"{Figure.Count(facts.Sum(fact => fact.Parts - fact.Hits), "artifact")} computed in {Figure.Number(facts.Where(Built).Sum(fact => fact.Seconds), "0.0")} seconds of work, "
        + $"{Figure.Count(facts.Sum(fact => fact.Hits))} taken from the cache. Links lead to the Parquet parts and files as long as the cache stays where it is.";

    private static string Links(RunFact fact)
    {
        var links = fact.Files.Select(file => $"<li><a href=\"{HtmlWriter.Escaped(Address(file))}\">{HtmlWriter.Escaped(Path.GetFileName(file))}</a></li>");
        return $"<details><summary><code title=\"{fact.Digest}\">{fact.Digest[..Math.Min(ShownDigits, fact.Digest.Length)]}</code></summary><ul>{string.Concat(links)}</ul></details>";
    }

    private static string Address(string path) => string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
