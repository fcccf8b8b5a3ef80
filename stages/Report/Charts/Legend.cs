namespace Pipeline.Stages.Report.Charts;

/// <summary>What a chart's colours stand for.</summary>
internal static class Legend
{
    /// <summary>Writes one entry for each name.</summary>
    public static void Write(HtmlWriter page, IEnumerable<(string Name, string Colour)> entries)
    {
        page.Raw("<p class=\"legend\">");
        foreach (var (name, colour) in entries)
        {
            page.Raw($"<span><i class=\"dot {colour}\"></i>").Text(name).Raw("</span>");
        }

        page.Raw("</p>");
    }
}
