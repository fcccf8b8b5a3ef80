using static Pipeline.Modeling.Plots.SvgDrawing;

namespace Pipeline.Modeling.Plots;

/// <summary>Points over a square plane, each by itself. Both axes are the same, so that what lies on the diagonal did not change; the marks
/// of a series are one path, since there may be thousands.</summary>
/// <param name="title">What it shows, with the unit.</param>
/// <param name="below">What runs along the bottom.</param>
/// <param name="width">Its width, user units.</param>
/// <param name="series">The series.</param>
internal sealed class ScatterPlot(string title, string below, int width, IReadOnlyList<PlotSeries> series)
{
    private const int Left = 56;
    private const int Right = 16;
    private const int Top = 32;
    private const int MostTicks = 6;
    private const string Strong = " style=\"stroke: var(--soft)\"";

    private readonly SvgDrawing _drawing = new(width);

    private int Bottom => Top + width - Left - Right;

    /// <summary>Draws it.</summary>
    public string Draw()
    {
        var values = series.SelectMany(one => one.Points).SelectMany(point => (double[])[point.X, point.Y]).Append(0).ToList();
        var axis = Axis.Over(values.Min(), values.Max(), MostTicks);
        double Across(double value) => Left + (axis.Share(value) * (width - Left - Right));
        double Up(double value) => Bottom - (axis.Share(value) * (Bottom - Top));

        foreach (var tick in axis.Ticks)
        {
            _drawing.Path("grid", $"M{Left} {Coordinate(Up(tick))}H{width - Right}M{Coordinate(Across(tick))} {Top}V{Bottom}");
            _drawing.Text(Left - 8, Up(tick) + 4, axis.Label(tick), "soft", "end");
            _drawing.Text(Across(tick), Bottom + LineHeight, axis.Label(tick), "soft", "middle");
        }

        _drawing.Path("grid", $"M{Left} {Coordinate(Up(0))}H{width - Right}M{Coordinate(Across(0))} {Top}V{Bottom}", attributes: Strong);
        _drawing.Path("grid", $"M{Left} {Bottom}L{width - Right} {Top}", attributes: Strong + " stroke-dasharray=\"2 4\"");
        _drawing.Text((Left + width - Right) / 2.0, Bottom + (2 * LineHeight), below, "soft", "middle");
        foreach (var (place, one) in series.Index())
        {
            var look = SeriesLook.Choose(one, place);
            _drawing.Raw($"<g class=\"{look.Colour}\">");
            _drawing.Path(
                "mark",
                string.Concat(one.Points.Select(point => look.MarkAt(Across(point.X), Up(point.Y)))),
                attributes: " opacity=\"0.6\""
            );
            _drawing.Raw("</g>");
        }

        return _drawing.Finish(
            title,
            PlotLegend.Draw(_drawing, series, Left, width - Right, Bottom + (2 * LineHeight) + 4, SeriesForm.Marks)
        );
    }
}
