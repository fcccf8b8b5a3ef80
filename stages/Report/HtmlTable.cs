namespace Pipeline.Stages.Report;

/// <summary>A table that scrolls sideways where the screen is narrow; disposing it closes it.</summary>
internal sealed class HtmlTable : IDisposable
{
    private readonly HtmlWriter _page;
    private readonly (string Name, CellKind Kind)[] _columns;

    /// <summary>Opens the table with its head.</summary>
    public HtmlTable(HtmlWriter page, params (string Name, CellKind Kind)[] columns)
    {
        _page = page;
        _columns = columns;
        page.Raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                + $"aria-label=\"{HtmlWriter.Escaped(page.NextRegion())}\"><table{NumberColumns()}><thead><tr>"
        );
        foreach (var (name, _) in columns)
        {
            page.Element("th", name, "scope=\"col\"");
        }

        page.Raw("</tr></thead><tbody>\n");
    }

    /// <summary>A row, one cell for each column.</summary>
    public void Row(params string[] cells)
    {
        _page.Raw("<tr>");
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Kind == CellKind.Markup)
            {
                _page.Raw("<td>").Raw(cells[i]).Raw("</td>");
            }
            else
            {
                _page.Element("td", cells[i]);
            }
        }

        _page.Raw("</tr>\n");
    }

    /// <summary>The style sheet's classes that align columns to the right: once a table, since cells are many.</summary>
    private string NumberColumns()
    {
        var numbers = _columns
            .Index()
            .Where(column => column.Item.Kind == CellKind.Number)
            .Select(column => $"n{column.Index + 1}")
            .ToList();
        return numbers.Count == 0 ? "" : $" class=\"{string.Join(' ', numbers)}\"";
    }

    /// <inheritdoc />
    public void Dispose() => _page.Raw("</tbody></table></div>\n");
}
