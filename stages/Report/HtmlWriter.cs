using System.Globalization;
using System.Text;
using Pipeline.Modeling.Plots;
using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Report;

/// <summary>Writes HTML. Text from data goes through <see cref="Text"/> and cannot become markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();
    private readonly Dictionary<string, int> _regions = new(StringComparer.Ordinal);

    /// <summary>The heading that was written last: what a table below it is called.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>Markup of the program's own.</summary>
    public HtmlWriter Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Text from anywhere, escaped; control characters are shown by pictures of them.</summary>
    public HtmlWriter Text(string text)
    {
        _page.Append(MarkupText.Escape(text));
        return this;
    }

    /// <summary>An element that holds escaped text; <paramref name="attributes"/> are the program's own.</summary>
    public HtmlWriter Element(string name, string text, string attributes = "")
    {
        Heading = name is "h2" or "h3" ? text : Heading;
        return Raw(attributes.Length == 0 ? $"<{name}>" : $"<{name} {attributes}>").Text(text).Raw($"</{name}>");
    }

    /// <summary>Opens a section of the page with its heading.</summary>
    public HtmlWriter Section(string id, string heading) => Raw($"<section id=\"{id}\">").Element("h2", heading).Raw("\n");

    /// <summary>A plot of the program's own as a figure that scrolls sideways, and by keyboard, where the screen is narrower than it can be
    /// read at.</summary>
    public HtmlWriter Plot(string svg, string id = "") =>
        Raw($"<figure class=\"scroll\" tabindex=\"0\"{(id.Length > 0 ? $" id=\"{id}\"" : "")}>")
            .Raw(SvgPlot.Inside(svg))
            .Raw("</figure>\n");

    /// <summary>A plot that shrinks with the screen, so that there is nothing to scroll.</summary>
    public HtmlWriter ShrinkingPlot(string svg) => Raw("<figure>").Raw(SvgPlot.Inside(svg)).Raw("</figure>\n");

    /// <summary>The name of the next region of the page that can be scrolled: the heading above it, and a number where it has several, so
    /// that no two are called the same.</summary>
    public string NextRegion()
    {
        var name = Heading.Length > 0 ? Heading : "Table";
        var number = _regions[name] = _regions.GetValueOrDefault(name) + 1;
        return number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
    }

    /// <summary>What is written until the result is disposed of can be opened; all of it is shown where <paramref name="collapsed"/> is
    /// false.</summary>
    public IDisposable Collapsed(bool collapsed, string summary)
    {
        if (collapsed)
        {
            Raw("<details>").Element("summary", summary).Raw("\n");
        }

        return new Closing(this, collapsed ? "</details>\n" : "");
    }

    /// <summary>Closes a section.</summary>
    public HtmlWriter EndSection() => Raw("</section>\n");

    /// <summary>Escapes text for use inside an attribute or markup of the program's own.</summary>
    public static string Escaped(string text) => MarkupText.Escape(text);

    /// <inheritdoc />
    public override string ToString() => _page.ToString();

    private sealed class Closing(HtmlWriter page, string markup) : IDisposable
    {
        public void Dispose() => page.Raw(markup);
    }
}
