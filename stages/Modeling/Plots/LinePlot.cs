using static Pipeline.Modeling.Plots.SvgDrawing;

namespace Pipeline.Modeling.Plots;

/// <summary>Series over a plane, each joined in its order: as single points with lines for intervals, or as curves.</summary>
/// <param name="title">What it shows, with the unit.</param>
/// <param name="below">What runs along the bottom.</param>
/// <param name="width">Its width, user units.</param>
/// <param name="series">The series.</param>
internal sealed class LinePlot(string title, string below, int width, IReadOnlyList<PlotSeries> series)
{
    private const int Left = 56;
    private const int Right = 16;
    private const int Top = 32;
    private const int Bottom = 262;
    private const int MostTicks = 6;
    private const double Margin = 0.03;

    private readonly SvgDrawing _drawing = new(width);

    /// <summary>Draws points over a linear axis.</summary>
    public string Draw()
    {
        var (low, high) = Range(point => point.X);
        return Draw(Axis.Over(low, high, MostTicks), new CurveSurroundings(), SeriesForm.Points);
    }

    /// <summary>Draws points over a logarithmic axis with a tick at each value there is.</summary>
    public string DrawOverSizes()
    {
        var (low, high) = Range(point => Math.Log10(point.X));
        var margin = Math.Max(high - low, 1) * Margin;
        var sizes = series.SelectMany(line => line.Points).Select(point => point.X).Distinct().Order();
        return Draw(
            new Axis(low - margin, high + margin, 1),
            Math.Log10,
            [.. sizes.Select(size => (size, Value(size)))],
            new CurveSurroundings(),
            SeriesForm.Points
        );
    }

    /// <summary>Draws curves over a linear axis that ends where they do; points of a curve are too many to mark each.</summary>
    public string DrawCurves(CurveSurroundings surroundings)
    {
        var (low, high) = Range(point => point.X, surroundings);
        return Draw(Axis.Exactly(low, high, MostTicks), surroundings, SeriesForm.Curves);
    }

    private (double Low, double High) Range(Func<PlotPoint, double> value, CurveSurroundings? surroundings = null)
    {
        var values = Points(surroundings).Select(value).DefaultIfEmpty(0).ToList();
        return (values.Min(), values.Max());
    }

    private List<PlotPoint> Points(CurveSurroundings? surroundings) =>
        [.. series.Concat(surroundings?.Behind ?? []).Concat(surroundings?.Beside ?? []).SelectMany(line => line.Points)];

    private string Draw(Axis x, CurveSurroundings surroundings, SeriesForm form) =>
        Draw(x, value => value, [.. x.Ticks.Select(tick => (tick, x.Label(tick)))], surroundings, form);

    private string Draw(
        Axis x,
        Func<double, double> scaled,
        IReadOnlyList<(double At, string Label)> ticks,
        CurveSurroundings surroundings,
        SeriesForm form
    )
    {
        var points = Points(surroundings);
        var lowest = points.Select(point => point.Low).DefaultIfEmpty(0).Min();
        var y = Axis.Over(
            surroundings.FromZero ? Math.Min(0, lowest) : lowest,
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
        foreach (var (place, line) in surroundings.Behind.Index())
        {
            _drawing.Raw($"<g class=\"{SeriesLook.Choose(line, place).Colour}\">");
            Join(line, Across, Up, " opacity=\"0.25\"");
            _drawing.Raw("</g>");
        }

        foreach (var (place, line) in series.Index())
        {
            DrawSeries(line, SeriesLook.Choose(line, place), Across, Up, form);
        }

        return _drawing.Finish(title, PlotLegend.Draw(_drawing, series, Left, width - Right, Bottom + (2 * LineHeight) + 4, form));
    }

    private void DrawSeries(PlotSeries line, SeriesLook look, Func<double, double> across, Func<double, double> up, SeriesForm form)
    {
        _drawing.Raw($"<g class=\"{look.Colour}\">");
        Join(line, across, up, look.Dashes);
        if (form == SeriesForm.Points)
        {
            Mark(line, look, across, up);
        }

        _drawing.Raw("</g>");
    }

    private void Join(PlotSeries line, Func<double, double> across, Func<double, double> up, string attributes)
    {
        if (line.Points.Count > 1)
        {
            _drawing.Path(
                "join",
                "M" + string.Join('L', line.Points.Select(point => $"{Coordinate(across(point.X))} {Coordinate(up(point.Y))}")),
                attributes: attributes
            );
        }
    }

    private void Mark(PlotSeries line, SeriesLook look, Func<double, double> across, Func<double, double> up)
    {
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
    }
}
