using System.Globalization;
using System.Net;
using System.Text;

namespace Pipeline.Stages.Report;

/// <summary>Writes HTML. Text from data goes through <see cref="Text"/> and cannot become markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

    /// <summary>Markup of the program's own.</summary>
    public HtmlWriter Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Text from anywhere, escaped.</summary>
    public HtmlWriter Text(string text)
    {
        _page.Append(WebUtility.HtmlEncode(text));
        return this;
    }

    /// <summary>An element that holds escaped text; <paramref name="attributes"/> are the program's own.</summary>
    public HtmlWriter Element(string name, string text, string attributes = "") =>
        Raw(attributes.Length == 0 ? $"<{name}>" : $"<{name} {attributes}>").Text(text).Raw($"</{name}>");

    /// <summary>A table row of plain cells, numbers to the right.</summary>
    public HtmlWriter Row(params IEnumerable<string> cells)
    {
        Raw("<tr>");
        foreach (var cell in cells)
        {
            Element("td", cell, cell.Length > 0 && (char.IsDigit(cell[0]) || cell[0] is '−' or '+') ? "class=\"n\"" : "");
        }

        return Raw("</tr>\n");
    }

    /// <summary>The head of a table.</summary>
    public HtmlWriter Head(params IEnumerable<string> cells)
    {
        Raw("<table><thead><tr>");
        foreach (var cell in cells)
        {
            Element("th", cell);
        }

        return Raw("</tr></thead><tbody>\n");
    }

    /// <summary>The end of a table.</summary>
    public HtmlWriter EndTable() => Raw("</tbody></table>\n");

    /// <summary>A number as the report spells it; a dash for none.</summary>
    public static string Number(double? value, string format = "0.00") =>
        value is not { } number ? "–" : number.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double? share) => share is null ? "–" : Number(share * 100, "0.0") + " %";

    /// <summary>An interval; nothing for none.</summary>
    public static string Interval(double? low, double? high, string format = "0.00") =>
        low is null || high is null ? "" : $" [{Number(low, format)}, {Number(high, format)}]";

    /// <inheritdoc />
    public override string ToString() => _page.ToString();
}
