using Pipeline.Modeling.Plots;
using static Pipeline.Stages.Report.Figure;

namespace Pipeline.Stages.Report.Charts;

/// <summary>A line chart as inline SVG, its legend as text below it. Lines differ in colour and in their dashes.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="XTitle">What runs along the bottom.</param>
/// <param name="Lines">The lines.</param>
internal sealed record LineChart(string Title, string XTitle, IReadOnlyList<ChartLine> Lines)
{
    private const int Width = 520;
    private const int Height = 250;
    private const int Left = 42;
    private const int Right = 10;
    private const int Top = 8;
    private const int Bottom = 40;
    private const int MostTicks = 5;
    private const int MostPoints = 260;

    private static readonly string[] _dashes =
    [
        "",
        " stroke-dasharray=\"6 3\"",
        " stroke-dasharray=\"2 3\"",
        " stroke-dasharray=\"9 3 2 3\"",
    ];

    /// <summary>Drawn faintly behind the lines, such as the points that a smoothed line goes through.</summary>
    public IReadOnlyList<ChartLine> Behind { get; init; } = [];

    /// <summary>Whether the vertical axis starts at zero.</summary>
    public bool FromZero { get; init; } = true;

    /// <summary>Further lines that the axes have room for, so that charts beside each other can be compared; they are not drawn.</summary>
    public IReadOnlyList<ChartLine> Beside { get; init; } = [];

    /// <summary>Writes the chart; nothing where there are not two points to join.</summary>
    public void Write(HtmlWriter page)
    {
        if (Lines.Sum(line => line.Points.Count) < 2)
        {
            return;
        }

        var all = Lines.Concat(Behind).Concat(Beside).SelectMany(line => line.Points).ToList();
        var x = Axis.Exactly(all.Min(point => point.X), all.Max(point => point.X), MostTicks);
        var y = Axis.Over(FromZero ? 0 : all.Min(point => point.Y), all.Max(point => point.Y), MostTicks);
        page.Raw("<figure>")
            .Element("figcaption", Title)
            .Raw(
                $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" "
                    + $"aria-label=\"{HtmlWriter.Escaped($"{Title}; {string.Join(", ", Lines.Select(line => line.Name))}")}\">"
            );
        Axes(page, x, y);
        foreach (var line in Behind)
        {
            page.Raw(Polyline(line.Thinned(MostPoints), x, y, "line faint", ""));
        }

        foreach (var (place, line) in Lines.Index())
        {
            page.Raw(Polyline(line.Thinned(MostPoints), x, y, "line", _dashes[place % _dashes.Length]));
        }

        page.Raw("</svg><p class=\"legend\">");
        foreach (var (place, line) in Lines.Index())
        {
            page.Raw(
                    $"<span><svg class=\"sample\" aria-hidden=\"true\"><path class=\"line {line.Colour}\" d=\"M0 "
                        + $"6H26\"{_dashes[place % _dashes.Length]}/></svg>"
                )
                .Text(line.Name)
                .Raw("</span>");
        }

        page.Raw("</p></figure>\n");
    }

    private static double Across(Axis axis, double value) => Left + (axis.Share(value) * (Width - Left - Right));

    private static double Up(Axis axis, double value) => Height - Bottom - (axis.Share(value) * (Height - Top - Bottom));

    private static string Polyline(ChartLine line, Axis x, Axis y, string kind, string dashes) =>
        $"<polyline class=\"{kind} {line.Colour}\"{dashes} "
        + $"points=\"{string.Join(' ', line.Points.Select(point => $"{Coordinate(Across(x, point.X))},{Coordinate(Up(y, point.Y))}"))}\"/>";

    private void Axes(HtmlWriter page, Axis x, Axis y)
    {
        foreach (var tick in y.Ticks)
        {
            var at = Coordinate(Up(y, tick));
            page.Raw(
                $"<path class=\"grid\" d=\"M{Left} {at}H{Width - Right}\"/><text x=\"{Left - 7}\" "
                    + $"y=\"{Coordinate(Up(y, tick) + 4)}\" text-anchor=\"end\">{y.Label(tick)}</text>"
            );
        }

        foreach (var tick in x.Ticks)
        {
            page.Raw(
                $"<text x=\"{Coordinate(Across(x, tick))}\" y=\"{Height - Bottom + 17}\" text-anchor=\"middle\">{x.Label(tick)}</text>"
            );
        }

        page.Raw($"<text x=\"{Coordinate((Left + Width - Right) / 2.0)}\" y=\"{Height - 5}\" text-anchor=\"middle\">")
            .Text(XTitle)
            .Raw("</text>");
    }
}
