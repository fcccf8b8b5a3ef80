using static Pipeline.Modeling.Plots.SvgDrawing;

namespace Pipeline.Modeling.Plots;

/// <summary>What the series of a plot are, in as many lines below it as their names need.</summary>
internal static class PlotLegend
{
    private const int Sample = 26;
    private const int Gap = 20;
    private const int Below = 8;

    /// <summary>Draws it.</summary>
    /// <param name="drawing">Takes it.</param>
    /// <param name="series">The series.</param>
    /// <param name="left">Where its lines start.</param>
    /// <param name="right">Where they end at most.</param>
    /// <param name="top">Where the first line starts.</param>
    /// <param name="form">What the series are drawn as.</param>
    /// <returns>How far down it reaches.</returns>
    public static double Draw(SvgDrawing drawing, IReadOnlyList<PlotSeries> series, double left, double right, double top, SeriesForm form)
    {
        var (x, y) = (left, top + LineHeight);
        foreach (var (place, one) in series.Index())
        {
            var name = Fitted(one.Name, right - left - Sample);
            var room = Sample + (name.Length * LetterWidth);
            if (x > left && x + room > right)
            {
                (x, y) = (left, y + LineHeight);
            }

            var (look, middle) = (SeriesLook.Choose(one, place), y - 4);
            drawing.Raw($"<g class=\"{look.Colour}\">");
            if (form == SeriesForm.Bars)
            {
                drawing.Path(look.Filling, $"M{Coordinate(x)} {Coordinate(middle - 4)}h18v8h-18z");
            }
            else
            {
                if (form != SeriesForm.Marks)
                {
                    drawing.Path("join", $"M{Coordinate(x)} {Coordinate(middle)}h20", attributes: look.Dashes);
                }

                if (form is SeriesForm.Points or SeriesForm.Marks)
                {
                    drawing.Path("mark", look.MarkAt(x + 10, middle));
                }
            }

            drawing.Text(x + Sample, y, name);
            drawing.Raw("</g>");
            x += room + Gap;
        }

        return y + Below;
    }
}
