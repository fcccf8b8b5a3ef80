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
        page.Raw("<div class=\"scroll\"><table><thead><tr>");
        foreach (var (name, kind) in columns)
        {
            page.Element("th", name, kind == CellKind.Number ? "scope=\"col\" class=\"n\"" : "scope=\"col\"");
        }

        page.Raw("</tr></thead><tbody>\n");
    }

    /// <summary>A row, one cell for each column.</summary>
    public void Row(params string[] cells)
    {
        _page.Raw("<tr>");
        for (var i = 0; i < _columns.Length; i++)
        {
            switch (_columns[i].Kind)
            {
                case CellKind.Text:
                    _page.Element("td", cells[i], "dir=\"auto\"");
                    break;
                case CellKind.Number:
                    _page.Element("td", cells[i], "class=\"n\"");
                    break;
                default:
                    _page.Raw("<td>").Raw(cells[i]).Raw("</td>");
                    break;
            }
        }

        _page.Raw("</tr>\n");
    }

    /// <inheritdoc />
    public void Dispose() => _page.Raw("</tbody></table></div>\n");
}
