using static Pipeline.Modeling.Plots.SvgDrawing;

namespace Pipeline.Modeling.Plots;

/// <summary>How a series looks: a colour, and a form that tells it apart without one.</summary>
/// <param name="Colour">The style sheet's class of its colour.</param>
/// <param name="Form">The number of its marks' form, of its dashes and of its bars' filling.</param>
internal readonly record struct SeriesLook(string Colour, int Form)
{
    private const int Colours = 7;
    private const double Radius = 3.5;

    private static readonly string[] _dashes =
    [
        "",
        " stroke-dasharray=\"5 3\"",
        " stroke-dasharray=\"1.5 3\"",
        " stroke-dasharray=\"9 3 2 3\"",
    ];
    private static readonly string[] _fillings = ["bar", "bar half", "bar empty"];

    /// <summary>The look of a series at a place among the others.</summary>
    public static SeriesLook Choose(PlotSeries series, int place) =>
        new(series.Grey ? "c0" : $"c{1 + ((series.Colour ?? place) % Colours)}", series.Mark ?? place);

    /// <summary>The dashes of its line, as attributes.</summary>
    public string Dashes => _dashes[Form % _dashes.Length];

    /// <summary>The style sheet's classes of its bars.</summary>
    public string Filling => _fillings[Form % _fillings.Length];

    /// <summary>The outline of its mark around a point: circle, square, triangle, diamond.</summary>
    public string MarkAt(double x, double y) =>
        (Form % _dashes.Length) switch
        {
            0 => $"M{Coordinate(x - Radius)} {Coordinate(y)}a{Radius} {Radius} 0 1 0 7 0a{Radius} {Radius} 0 1 0 -7 0z",
            1 => $"M{Coordinate(x - 3)} {Coordinate(y - 3)}h6v6h-6z",
            2 => $"M{Coordinate(x)} {Coordinate(y - 4)}l4 7h-8z",
            _ => $"M{Coordinate(x)} {Coordinate(y - 4.5)}l4.5 4.5-4.5 4.5-4.5-4.5z",
        };
}
