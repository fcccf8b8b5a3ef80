using System.Globalization;
using System.Text.RegularExpressions;
using ScottPlot;

namespace Pipeline.Modeling.Plots;

/// <summary>Draws small plots as SVG. Equal values give equal bytes, and several plots can stand in one page.</summary>
public static partial class SvgPlot
{
    private const int Height = 300;
    private const float TextSize = 11;
    private const double BarWidth = 0.8;
    private const float MarkerSize = 7;
    private const float IntervalWidth = 1.5f;
    private const int LabelsSideBySide = 6;
    private const float LabelTurn = -35;
    private const float TurnedLabelRoom = 90;

    private static readonly Color[] _colours =
        [.. new[] { "#2456a6", "#c8503f", "#4c9a6a", "#d9a03f", "#7a5ba6", "#2f9aa0", "#99506f", "#6b7280" }.Select(Color.FromHex)];

    /// <summary>Lines over a logarithmic axis of sizes, with bars for intervals.</summary>
    public static string Lines(string name, string title, string below, int width, IReadOnlyList<PlotSeries> series)
    {
        using var plot = Empty(title, below);
        for (var i = 0; i < series.Count; i++)
        {
            var points = series[i].Points;
            var x = points.Select(point => Math.Log10(point.X)).ToArray();
            var line = plot.Add.Scatter(x, points.Select(point => point.Y).ToArray(), _colours[i % _colours.Length]);
            line.LegendText = series[i].Name;
            AddIntervals(plot, x, points, _colours[i % _colours.Length]);
        }

        var sizes = series.SelectMany(line => line.Points).Select(point => point.X).Distinct().Order().ToArray();
        plot.Axes.Bottom.SetTicks([.. sizes.Select(Math.Log10)], [.. sizes.Select(size => size.ToString("#,0", CultureInfo.InvariantCulture))]);
        return Finish(plot, name, width);
    }

    /// <summary>Points over a linear axis, those of a series joined in their order, with bars for intervals.</summary>
    public static string Points(string name, string title, string below, int width, IReadOnlyList<PlotSeries> series)
    {
        using var plot = Empty(title, below);
        for (var i = 0; i < series.Count; i++)
        {
            double[] x = [.. series[i].Points.Select(point => point.X)];
            var line = plot.Add.Scatter(x, series[i].Points.Select(point => point.Y).ToArray(), _colours[i % _colours.Length]);
            (line.LegendText, line.MarkerSize) = (series[i].Name, MarkerSize);
            AddIntervals(plot, x, series[i].Points, _colours[i % _colours.Length]);
        }

        return Finish(plot, name, width);
    }

    /// <summary>Bars in groups, one group for each label, one colour for each series.</summary>
    public static string Bars(string name, string title, int width, IReadOnlyList<string> labels, IReadOnlyList<PlotSeries> series)
    {
        using var plot = Empty(title, "");
        for (var i = 0; i < series.Count; i++)
        {
            var shift = BarWidth * (((i + 0.5) / series.Count) - 0.5);
            var x = series[i].Points.Select(point => point.X + shift).ToArray();
            var bars = plot.Add.Bars(x, series[i].Points.Select(point => point.Y).ToArray());
            bars.LegendText = series[i].Name;
            foreach (var bar in bars.Bars)
            {
                (bar.Size, bar.FillColor, bar.LineWidth) = (BarWidth / series.Count, _colours[i % _colours.Length], 0);
            }

            AddIntervals(plot, x, series[i].Points, Colors.Black);
        }

        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, labels.Count).Select(i => (double)i)], [.. labels]);
        if (labels.Count > LabelsSideBySide)
        {
            (plot.Axes.Bottom.TickLabelStyle.Rotation, plot.Axes.Bottom.TickLabelStyle.Alignment) = (LabelTurn, Alignment.MiddleRight);
            plot.Axes.Bottom.MinimumSize = TurnedLabelRoom;
        }

        return Finish(plot, name, width);
    }

    private static Plot Empty(string title, string below)
    {
        var plot = new Plot();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, TextSize + 1);
        plot.XLabel(below, TextSize);
        plot.Legend.FontSize = TextSize;
        plot.Grid.XAxisStyle.IsVisible = false;
        return plot;
    }

    private static void AddIntervals(Plot plot, double[] x, IReadOnlyList<PlotPoint> points, Color colour)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var line = plot.Add.Line(x[i], points[i].Low, x[i], points[i].High);
            (line.Color, line.LineWidth, line.MarkerSize) = (colour, IntervalWidth, 0);
        }
    }

    private static string Finish(Plot plot, string name, int width)
    {
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        plot.ShowLegend(Edge.Right);
        return ClipPath().Replace(plot.GetSvgXml(width, Height), new ClipPathNames(name).Of);
    }

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipPath();

    /// <summary>Clip paths are numbered over all plots that a process draws; here they are over one plot, and carry its name.</summary>
    private sealed class ClipPathNames(string plot)
    {
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

        public string Of(Match found)
        {
            _known.TryAdd(found.Value, _known.Count);
            return string.Create(CultureInfo.InvariantCulture, $"{plot}-{_known[found.Value]}");
        }
    }
}
