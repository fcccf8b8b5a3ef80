using static Pipeline.Modeling.Plots.SvgDrawing;

namespace Pipeline.Modeling.Plots;

/// <summary>Bars in groups one below the other, so that any number of groups has room for its label and every bar for its value.</summary>
/// <param name="title">What it shows, with the unit.</param>
/// <param name="width">Its width, user units.</param>
/// <param name="labels">What each group is of.</param>
/// <param name="series">The bars of each group; a point's X is its group's place.</param>
internal sealed class BarPlot(string title, int width, IReadOnlyList<string> labels, IReadOnlyList<PlotSeries> series)
{
    private const int Top = 32;
    private const int Thickness = 15;
    private const int Gap = 8;
    private const int LabelGap = 8;
    private const int LabelMargin = 12;
    private const int ValueRoom = 110;
    private const int MostTicks = 5;
    private const double LabelShare = 0.42;

    private readonly SvgDrawing _drawing = new(width);

    private int GroupHeight => (series.Count * Thickness) + Gap;

    /// <summary>Draws it.</summary>
    public string Draw()
    {
        var room = Math.Min(labels.Select(label => label.Length).DefaultIfEmpty(0).Max() * LetterWidth, width * LabelShare);
        var left = room + LabelMargin + LabelGap;
        var points = series.SelectMany(one => one.Points).ToList();
        var axis = Axis.Over(
            Math.Min(0, points.Select(point => point.Low).DefaultIfEmpty(0).Min()),
            points.Select(point => point.High).DefaultIfEmpty(1).Max(),
            MostTicks
        );
        double Across(double value) => left + (axis.Share(value) * (width - ValueRoom - left));

        var bottom = Top + (labels.Count * GroupHeight);
        foreach (var tick in axis.Ticks)
        {
            _drawing.Path("grid", $"M{Coordinate(Across(tick))} {Top}V{bottom}");
            _drawing.Text(Across(tick), bottom + LineHeight, axis.Label(tick), "soft", "middle");
        }

        foreach (var (place, label) in labels.Index())
        {
            var middle = Top + (place * GroupHeight) + ((GroupHeight - Gap) / 2.0);
            _drawing.Text(left - LabelGap, middle + 4, Fitted(label, room), anchor: "end");
        }

        foreach (var (place, one) in series.Index())
        {
            DrawSeries(one, place, Across);
        }

        return _drawing.Finish(
            title,
            PlotLegend.Draw(_drawing, series, LabelMargin, width - LabelMargin, bottom + LineHeight + 4, SeriesForm.Bars)
        );
    }

    private void DrawSeries(PlotSeries one, int place, Func<double, double> across)
    {
        var look = SeriesLook.Choose(one, place);
        _drawing.Raw($"<g class=\"{look.Colour}\">");
        foreach (var point in one.Points)
        {
            var top = Top + (point.X * GroupHeight) + (place * Thickness);
            var (start, end) = (across(Math.Min(0, point.Y)), across(Math.Max(0, point.Y)));
            _drawing.Path(
                look.Filling,
                $"M{Coordinate(start)} {Coordinate(top + 1)}H{Coordinate(end)}v{Thickness - 4}H{Coordinate(start)}z",
                $"{labels[(int)point.X]}, {one.Name}: {Value(point)}"
            );
            if (point.Low != point.High)
            {
                _drawing.Path(
                    "interval",
                    $"M{Coordinate(across(point.Low))} {Coordinate(top + (Thickness / 2.0) - 1)}H{Coordinate(across(point.High))}"
                );
            }

            _drawing.Text(across(Math.Max(point.High, 0)) + 5, top + Thickness - 4, Value(point), "soft");
        }

        _drawing.Raw("</g>");
    }
}
