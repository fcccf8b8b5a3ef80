using System.Globalization;

namespace Pipeline.Stages.Report;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Points">Its points, ordered by X.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A line chart as inline SVG.</summary>
internal static class LineChart
{
    private const int Width = 760;
    private const int Height = 260;
    private const int Left = 44;
    private const int Right = 150;
    private const int Bottom = 28;
    private const int Ticks = 4;

    private static readonly string[] _colours = ["#2456a6", "#c8503f", "#4c9a6a", "#d9a03f", "#7a5ba6", "#2f9aa0", "#99506f", "#6b7280"];

    /// <summary>Writes a chart from zero up, with the lines' names beside it.</summary>
    public static void Write(HtmlWriter page, string caption, IReadOnlyList<ChartLine> lines)
    {
        var points = lines.SelectMany(line => line.Points).ToList();
        if (points.Count < 2)
        {
            return;
        }

        var (firstX, lastX) = (points.Min(point => point.X), Math.Max(points.Max(point => point.X), points.Min(point => point.X) + 1));
        var top = Math.Max(points.Max(point => point.Y), 1e-9);
        double X(double x) => Left + ((x - firstX) / (lastX - firstX) * (Width - Left - Right));
        double Y(double y) => 10 + ((1 - (y / top)) * (Height - 10 - Bottom));

        page.Raw($"<figure><svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" role=\"img\">");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (y, x) = (top * tick / Ticks, firstX + ((lastX - firstX) * tick / Ticks));
            page.Raw(Inv($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):0.#}\" y2=\"{Y(y):0.#}\" stroke=\"currentColor\" stroke-opacity=\".12\"/>"))
                .Raw(Inv($"<text x=\"{Left - 6}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{y:0.##}</text><text x=\"{X(x):0.#}\" y=\"{Height - 8}\" text-anchor=\"middle\">{x:0}</text>"));
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var colour = _colours[i % _colours.Length];
            var path = string.Join(' ', lines[i].Points.Select(point => Inv($"{X(point.X):0.#},{Y(point.Y):0.#}")));
            page.Raw($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" points=\"{path}\"/>")
                .Raw(Inv($"<rect x=\"{Width - Right + 12}\" y=\"{14 + (i * 18)}\" width=\"10\" height=\"10\" fill=\"{colour}\"/><text x=\"{Width - Right + 28}\" y=\"{23 + (i * 18)}\">"))
                .Text(lines[i].Name).Raw("</text>");
        }

        page.Raw("</svg>").Element("figcaption", caption).Raw("</figure>\n");
    }

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
