using System.Globalization;
using System.Reflection;
using System.Text;
using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Plots;

/// <summary>
/// A plot as it is drawn: a whole SVG file that follows the reader's colour scheme on an opaque ground, so that it can be read wherever it
/// is shown.
/// </summary>
/// <param name="width">Its width, user units.</param>
internal sealed class SvgDrawing(int width)
{
    /// <summary>Height of a line of text, user units.</summary>
    public const int LineHeight = 18;

    /// <summary>Width of a letter, user units; fonts differ, so it is a wide one's.</summary>
    public const double LetterWidth = 6.7;

    private readonly StringBuilder _shapes = new();

    /// <summary>The style sheet of all plots.</summary>
    public static string Style { get; } = ReadStyle();

    /// <summary>A coordinate or length, to a tenth of a unit.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A value for whoever points at it, to three digits or so.</summary>
    public static string Value(double value) =>
        value
            .ToString(
                Math.Abs(value) switch
                {
                    >= 1000 => "#,0",
                    >= 100 => "0",
                    >= 10 => "0.#",
                    >= 1 => "0.##",
                    _ => "0.###",
                },
                CultureInfo.InvariantCulture
            )
            .Replace('-', '−');

    /// <summary>A value with the ends of its interval, where it has one.</summary>
    public static string Value(PlotPoint point) =>
        point.Low == point.High ? Value(point.Y) : $"{Value(point.Y)} [{Value(point.Low)}, {Value(point.High)}]";

    /// <summary>A text's beginning that fits; half a surrogate pair is left out.</summary>
    public static string Fitted(string text, double room)
    {
        var most = Math.Max(4, (int)(room / LetterWidth));
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    /// <summary>Text from anywhere, escaped.</summary>
    public static string Escaped(string text) => MarkupText.Escape(text);

    /// <summary>Markup of the program's own.</summary>
    public void Raw(string markup) => _shapes.Append(markup);

    /// <summary>A text at a point.</summary>
    public void Text(double x, double y, string text, string kind = "", string anchor = "start") =>
        Raw(
            $"<text x=\"{Coordinate(x)}\" "
                + $"y=\"{Coordinate(y)}\"{(kind.Length > 0 ? $" class=\"{kind}\"" : "")}{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}>{Escaped(text)}</text>"
        );

    /// <summary>A path, with what is said of it to whoever points at it.</summary>
    public void Path(string kind, string path, string? title = null, string attributes = "") =>
        Raw(
            title is null
                ? $"<path class=\"{kind}\"{attributes} d=\"{path}\"/>"
                : $"<path class=\"{kind}\"{attributes} d=\"{path}\"><title>{Escaped(title)}</title></path>"
        );

    /// <summary>The file.</summary>
    /// <param name="title">What the plot shows, with the unit.</param>
    /// <param name="height">How far down it was drawn, user units.</param>
    public string Finish(string title, double height) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" viewBox=\"0 0 {width} {Coordinate(height)}\" "
        + $"width=\"{width}\" height=\"{Coordinate(height)}\">"
        + $"<title>{Escaped(title)}</title><style>\n{Style}</style><rect class=\"paper\" width=\"100%\" height=\"100%\"/>"
        + $"<text x=\"12\" y=\"{LineHeight}\" class=\"title\">{Escaped(Fitted(title, width - 24))}</text>{_shapes}</svg>\n";

    private static string ReadStyle()
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream("plot.css")
            ?? throw new InvalidOperationException("The plots' style sheet is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
