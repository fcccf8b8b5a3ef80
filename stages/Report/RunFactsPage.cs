namespace Pipeline.Stages.Report;

/// <summary>Puts a run's volatile facts into the report's page: what a person opens, not what is cached.</summary>
public static class RunFactsPage
{
    /// <summary>The page with the run's table in its place.</summary>
    public static string Insert(string page, IReadOnlyList<RunFact> facts)
    {
        var table = new HtmlWriter().Raw("<h2>This run</h2>").Head("stage", "parts", "from the cache", "rows", "seconds");
        foreach (var fact in facts)
        {
            table.Row(
                fact.Node,
                HtmlWriter.Number(fact.Parts, "0"),
                HtmlWriter.Number(fact.Hits, "0"),
                HtmlWriter.Number(fact.Rows, "#,0"),
                fact.Hits == fact.Parts ? "" : HtmlWriter.Number(fact.Seconds, "0.0"));
        }

        return page.Replace(ReportPage.RunFactsMarker, table.EndTable().ToString(), StringComparison.Ordinal);
    }
}
