using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Plots;

/// <summary>
/// Small plots as SVG files of their own that follow the reader's light or dark colour scheme. Equal values give equal bytes. Whoever
/// points at a mark is told its figures, and series differ in form as well as in colour.
/// </summary>
public static partial class SvgPlot
{
    /// <summary>The style sheet of all plots and the colours of everything beside them; a page that shows plots <see cref="Inside"/> it
    /// holds it once.</summary>
    public static string Style => SvgDrawing.Style;

    /// <summary>Lines over a logarithmic axis of sizes, with lines for intervals.</summary>
    /// <param name="title">What it shows, with the unit.</param>
    /// <param name="below">What runs along the bottom.</param>
    /// <param name="width">Its width, user units.</param>
    /// <param name="series">The lines.</param>
    public static string Lines(string title, string below, int width, IReadOnlyList<PlotSeries> series) =>
        new LinePlot(title, below, width, series).DrawOverSizes();

    /// <summary>Points over a linear axis, those of a series joined in their order, with lines for intervals.</summary>
    /// <param name="title">What it shows, with the unit.</param>
    /// <param name="below">What runs along the bottom.</param>
    /// <param name="width">Its width, user units.</param>
    /// <param name="series">The points.</param>
    public static string Points(string title, string below, int width, IReadOnlyList<PlotSeries> series) =>
        new LinePlot(title, below, width, series).Draw();

    /// <summary>Points over a square plane whose two axes are the same, with lines where either is zero and where both are equal: the same
    /// things measured twice.</summary>
    /// <param name="title">What it shows, with the unit.</param>
    /// <param name="below">What runs along the bottom.</param>
    /// <param name="width">Its width, user units.</param>
    /// <param name="series">The points; intervals are not drawn.</param>
    public static string Scatter(string title, string below, int width, IReadOnlyList<PlotSeries> series) =>
        new ScatterPlot(title, below, width, series).Draw();

    /// <summary>Curves over a linear axis that ends where they do.</summary>
    /// <param name="title">What it shows, with the unit.</param>
    /// <param name="below">What runs along the bottom.</param>
    /// <param name="width">Its width, user units.</param>
    /// <param name="series">The curves.</param>
    /// <param name="surroundings">What is shown beside them.</param>
    public static string Curves(string title, string below, int width, IReadOnlyList<PlotSeries> series, CurveSurroundings surroundings) =>
        new LinePlot(title, below, width, series).DrawCurves(surroundings);

    /// <summary>Bars in groups, one group for each label, one kind of bar for each series.</summary>
    /// <param name="title">What it shows, with the unit.</param>
    /// <param name="width">Its width, user units.</param>
    /// <param name="labels">What each group is of.</param>
    /// <param name="series">The bars; a point's X is its group's place.</param>
    public static string Bars(string title, int width, IReadOnlyList<string> labels, IReadOnlyList<PlotSeries> series) =>
        new BarPlot(title, width, labels, series).Draw();

    /// <summary>A plot as part of a page that holds the <see cref="Style"/>.</summary>
    public static string Inside(string svg) => StyleSheet().Replace(svg, "", 1).TrimEnd();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StyleSheet();
}
