using static Pipeline.Modeling.Plots.SvgDrawing;

namespace Pipeline.Modeling.Plots;

/// <summary>Points over a plane, those of a series joined in their order, with lines for intervals.</summary>
/// <param name="title">What it shows, with the unit.</param>
/// <param name="below">What runs along the bottom.</param>
/// <param name="width">Its width, user units.</param>
/// <param name="series">The series.</param>
internal sealed class PointPlot(string title, string below, int width, IReadOnlyList<PlotSeries> series)
{
    private const int Left = 56;
    private const int Right = 16;
    private const int Top = 32;
    private const int Bottom = 262;
    private const int MostTicks = 6;
    private const double Margin = 0.03;

    private readonly SvgDrawing _drawing = new(width);

    /// <summary>Draws it over a linear axis.</summary>
    public string Draw()
    {
        var (low, high) = Range(point => point.X);
        var x = Axis.Over(low, high, MostTicks);
        return Draw(x, value => value, [.. x.Ticks.Select(tick => (tick, x.Label(tick)))]);
    }

    /// <summary>Draws it over a logarithmic axis with a tick at each value there is.</summary>
    public string DrawOverSizes()
    {
        var (low, high) = Range(point => Math.Log10(point.X));
        var margin = Math.Max(high - low, 1) * Margin;
        var sizes = series.SelectMany(line => line.Points).Select(point => point.X).Distinct().Order();
        return Draw(new Axis(low - margin, high + margin, 1), Math.Log10, [.. sizes.Select(size => (size, Value(size)))]);
    }

    private (double Low, double High) Range(Func<PlotPoint, double> value)
    {
        var values = series.SelectMany(line => line.Points).Select(value).DefaultIfEmpty(0).ToList();
        return (values.Min(), values.Max());
    }

    private string Draw(Axis x, Func<double, double> scaled, IReadOnlyList<(double At, string Label)> ticks)
    {
        var points = series.SelectMany(line => line.Points).ToList();
        var y = Axis.Over(
            Math.Min(0, points.Select(point => point.Low).DefaultIfEmpty(0).Min()),
            points.Select(point => point.High).DefaultIfEmpty(1).Max(),
            MostTicks
        );
        double Across(double value) => Left + (x.Share(scaled(value)) * (width - Left - Right));
        double Up(double value) => Bottom - (y.Share(value) * (Bottom - Top));

        foreach (var tick in y.Ticks)
        {
            _drawing.Path("grid", $"M{Left} {Coordinate(Up(tick))}H{width - Right}");
            _drawing.Text(Left - 8, Up(tick) + 4, y.Label(tick), "soft", "end");
        }

        foreach (var (at, label) in ticks)
        {
            _drawing.Text(Across(at), Bottom + LineHeight, label, "soft", "middle");
        }

        _drawing.Text((Left + width - Right) / 2.0, Bottom + (2 * LineHeight), below, "soft", "middle");
        foreach (var (place, line) in series.Index())
        {
            DrawSeries(line, SeriesLook.Choose(line, place), Across, Up);
        }

        return _drawing.Finish(title, PlotLegend.Draw(_drawing, series, Left, width - Right, Bottom + (2 * LineHeight) + 4, bars: false));
    }

    private void DrawSeries(PlotSeries line, SeriesLook look, Func<double, double> across, Func<double, double> up)
    {
        _drawing.Raw($"<g class=\"{look.Colour}\">");
        if (line.Points.Count > 1)
        {
            _drawing.Path(
                "join",
                "M" + string.Join('L', line.Points.Select(point => $"{Coordinate(across(point.X))} {Coordinate(up(point.Y))}")),
                attributes: look.Dashes
            );
        }

        var intervals = line.Points.Where(point => point.Low != point.High).ToList();
        if (intervals.Count > 0)
        {
            _drawing.Path(
                "range",
                string.Concat(
                    intervals.Select(point => $"M{Coordinate(across(point.X))} {Coordinate(up(point.Low))}V{Coordinate(up(point.High))}")
                )
            );
        }

        foreach (var point in line.Points)
        {
            _drawing.Path("mark", look.MarkAt(across(point.X), up(point.Y)), $"{line.Name}, {below} {Value(point.X)}: {Value(point)}");
        }

        _drawing.Raw("</g>");
    }
}
