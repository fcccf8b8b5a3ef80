using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Modeling.Plots;

namespace Pipeline.Tests.Modeling.Plots;

/// <summary>What the plots show stands where its numbers say, is told in words, and can be read in either colour scheme.</summary>
public sealed partial class SvgPlotTests
{
    private const double Pixel = 1;
    private const double LeastForText = 4.5;
    private const double LeastForShapes = 3;

    /// <summary>Numbers in the outline of a circle.</summary>
    private const int CircleNumbers = 16;

    private static readonly PlotSeries _line = new("line", [new PlotPoint(10, 2, 1, 4), new PlotPoint(100, 4, 4, 4)]);

    [Fact]
    public void An_interval_reaches_from_its_lower_to_its_upper_end()
    {
        var plot = XDocument.Parse(SvgPlot.Lines("title", "below", 480, [_line]));
        var (join, range) = (Numbers(Shapes(plot, "join").First()), Numbers(Shapes(plot, "range").Single()));
        var (two, four) = (join[1], join[3]);

        Assert.Equal(join[0], range[0], Pixel);
        Assert.Equal(two + ((two - four) / 2), range[1], Pixel);
        Assert.Equal(four, range[2], Pixel);
    }

    [Fact]
    public void Sizes_lie_as_far_apart_as_their_logarithms()
    {
        var plot = XDocument.Parse(
            SvgPlot.Lines(
                "title",
                "below",
                480,
                [new PlotSeries("line", [new PlotPoint(10, 1, 1, 1), new PlotPoint(100, 1, 1, 1), new PlotPoint(10_000, 1, 1, 1)])]
            )
        );
        var join = Numbers(Shapes(plot, "join").First());

        Assert.Equal(2 * (join[2] - join[0]), join[4] - join[2], Pixel);
    }

    [Fact]
    public void Things_measured_twice_lie_on_the_diagonal_where_both_agree_and_are_not_joined()
    {
        var plot = XDocument.Parse(
            SvgPlot.Scatter(
                "title",
                "below",
                480,
                [new PlotSeries("same", [Twice(-4, -4), Twice(0, 0), Twice(8, 8)]), new PlotSeries("less", [Twice(8, -4)])]
            )
        );
        var marks = Shapes(plot, "mark").Select(Numbers).ToList();
        double[] OfCircle(int place) => [marks[0][place * CircleNumbers] + 3.5, marks[0][(place * CircleNumbers) + 1]];
        var (low, zero, high) = (OfCircle(0), OfCircle(1), OfCircle(2));

        // Equal steps to the right and upwards; the square stands below the last circle and beside the first.
        Assert.Equal(3 * CircleNumbers, marks[0].Length);
        Assert.Equal(2 * (zero[0] - low[0]), high[0] - zero[0], Pixel);
        Assert.Equal(high[0] - low[0], low[1] - high[1], Pixel);
        Assert.Equal(high[0], marks[1][0] + 3, Pixel);
        Assert.Equal(low[1], marks[1][1] + 3, Pixel);
        Assert.Empty(Shapes(plot, "join"));
    }

    private static PlotPoint Twice(double x, double y) => new(x, y, y, y);

    [Fact]
    public void Bars_are_as_long_as_their_values_and_stand_in_their_groups()
    {
        var plot = XDocument.Parse(
            SvgPlot.Bars(
                "title",
                720,
                ["a", "b"],
                [
                    new PlotSeries("x", [new PlotPoint(0, 2, 2, 2), new PlotPoint(1, 4, 3, 4)]),
                    new PlotSeries("y", [new PlotPoint(1, 1, 1, 1)]),
                ]
            )
        );
        var bars = Shapes(plot, "bar")
            .Concat(Shapes(plot, "bar half"))
            .Where(bar => bar.Element(Svg("title")) is not null)
            .Select(Numbers)
            .ToList();

        Assert.Equal(2 * (bars[0][2] - bars[0][0]), bars[1][2] - bars[1][0], Pixel);
        Assert.Equal(bars[0][2] - bars[0][0], 2 * (bars[2][2] - bars[2][0]), Pixel);
        Assert.True(bars[0][1] < bars[1][1] && bars[1][1] < bars[2][1]);
    }

    [Fact]
    public void Whoever_points_at_a_mark_is_told_its_figures()
    {
        var points = XDocument.Parse(SvgPlot.Points("KL by loss, nats", "loss", 480, [_line]));
        var bars = XDocument.Parse(SvgPlot.Bars("KL, nats", 480, ["sft"], [new PlotSeries("rest", [new PlotPoint(0, 0.25, 0.125, 0.5)])]));

        Assert.Equal(
            ["KL by loss, nats", "line, loss 10: 2 [1, 4]", "line, loss 100: 4"],
            points.Descendants(Svg("title")).Select(title => title.Value)
        );
        Assert.Equal(["KL, nats", "sft, rest: 0.25 [0.125, 0.5]"], bars.Descendants(Svg("title")).Select(title => title.Value));
    }

    [Fact]
    public void Series_differ_in_form_as_well_as_in_colour()
    {
        var plot = XDocument.Parse(
            SvgPlot.Points(
                "title",
                "below",
                480,
                [.. Enumerable.Range(0, 4).Select(i => new PlotSeries($"s{i}", [new PlotPoint(1, i, i, i), new PlotPoint(2, i, i, i)]))]
            )
        );
        var series = plot.Descendants(Svg("g"))
            .Where(group => group.Elements().Any(shape => shape.Element(Svg("title")) is not null))
            .ToList();

        Assert.Equal(4, series.Select(group => (string?)group.Attribute("class")).Distinct().Count());
        Assert.Equal(4, series.Select(group => (string?)group.Elements().First().Attribute("stroke-dasharray")).Distinct().Count());
        Assert.Equal(4, series.Select(group => Position().Replace(group.Elements().Last().Attribute("d")!.Value, "")).Distinct().Count());
    }

    [Fact]
    public void Curves_end_where_their_points_do_without_marks_and_with_what_they_smooth_faintly_behind()
    {
        var raw = new PlotSeries("raw", [new PlotPoint(1, 6, 6, 6), new PlotPoint(7, 2, 2, 2)]);
        var smooth = new PlotSeries("smooth", [new PlotPoint(1, 4, 4, 4), new PlotPoint(7, 4, 4, 4)]) { Grey = true };
        var plot = XDocument.Parse(SvgPlot.Curves("title", "below", 480, [smooth], new CurveSurroundings { Behind = [raw] }));
        var joins = Shapes(plot, "join").ToList();
        var ends = joins.ConvertAll(Numbers);

        Assert.Equal(["0.25", null, null], joins.Select(join => (string?)join.Attribute("opacity")));
        Assert.Equal(["c1", "c0", "c0"], joins.Select(join => (string?)join.Parent!.Attribute("class")));
        Assert.Equal(ends[0][0], ends[1][0], Pixel);
        Assert.Equal(480 - 16, ends[1][2], Pixel);
        Assert.Equal((ends[0][1] + ends[0][3]) / 2, ends[1][1], Pixel);
        Assert.Empty(Shapes(plot, "mark"));
    }

    [Fact]
    public void Curves_leave_room_for_those_of_plots_beside_them_and_start_above_zero_where_asked()
    {
        var line = new PlotSeries("line", [new PlotPoint(1, 40, 40, 40), new PlotPoint(3, 41, 41, 41)]);
        var wide = new PlotSeries("wide", [new PlotPoint(1, 40, 40, 40), new PlotPoint(5, 44, 44, 44)]);
        double[] Ends(CurveSurroundings surroundings) =>
            Numbers(Shapes(XDocument.Parse(SvgPlot.Curves("title", "below", 480, [line], surroundings)), "join").First());
        var (alone, beside, fromZero) = (
            Ends(new CurveSurroundings { FromZero = false }),
            Ends(new CurveSurroundings { FromZero = false, Beside = [wide] }),
            Ends(new CurveSurroundings())
        );

        Assert.Equal(2 * (beside[2] - beside[0]), alone[2] - alone[0], Pixel);
        Assert.Equal(4 * (beside[1] - beside[3]), alone[1] - alone[3], Pixel);
        Assert.True(fromZero[1] - fromZero[3] < beside[1] - beside[3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(40)]
    public void A_legend_has_every_name_and_stays_inside_however_many_there_are(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"sft, verbose, {i} epochs, known").ToList();
        var plot = XDocument.Parse(
            SvgPlot.Points("title", "below", 720, [.. names.Select(name => new PlotSeries(name, [new PlotPoint(1, 1, 1, 1)]))])
        );
        var texts = plot.Descendants(Svg("text")).Where(text => names.Contains(text.Value)).ToList();

        Assert.Equal(names, texts.Select(text => text.Value));
        Assert.All(texts, text => Assert.InRange((double)text.Attribute("x")! + (text.Value.Length * 6), 0, 720));
        Assert.All(texts, text => Assert.InRange((double)text.Attribute("y")!, 0, (double)plot.Root!.Attribute("height")!));
        Assert.Equal(count, texts.Select(text => ((double)text.Attribute("x")!, (double)text.Attribute("y")!)).Distinct().Count());
    }

    [Fact]
    public void A_plot_inside_a_page_leaves_its_style_sheet_to_the_page()
    {
        var svg = SvgPlot.Points("title", "below", 480, [_line]);

        Assert.Contains(SvgPlot.Style, svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<style>", SvgPlot.Inside(svg), StringComparison.Ordinal);
        Assert.Equal(XDocument.Parse(svg).Descendants().Count() - 1, XDocument.Parse(SvgPlot.Inside(svg)).Descendants().Count());
    }

    [Theory]
    [InlineData(0, "#ffffff")]
    [InlineData(1, "#15171a")]
    public void Colours_stand_out_from_the_ground_in_both_colour_schemes(int scheme, string ground)
    {
        var colours = Scheme().Matches(SvgPlot.Style)[scheme].Groups[1].Value;
        var found = Colour().Matches(colours).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        Assert.Equal(ground, found["paper"] == "#fff" ? "#ffffff" : found["paper"]);
        Assert.All((string[])["ink", "soft"], name => Assert.True(Contrast(found[name], ground) >= LeastForText, name));
        Assert.All(Enumerable.Range(0, 8), i => Assert.True(Contrast(found[$"c{i}"], ground) >= LeastForShapes, $"c{i}"));
    }

    /// <summary>The contrast ratio of WCAG 2.</summary>
    private static double Contrast(string left, string right)
    {
        var (a, b) = (Luminance(left), Luminance(right));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Linear(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Linear(1)) + (0.7152 * Linear(3)) + (0.0722 * Linear(5));
    }

    private static IEnumerable<XElement> Shapes(XDocument plot, string kind) =>
        plot.Descendants(Svg("path")).Where(path => (string?)path.Attribute("class") == kind);

    private static XName Svg(string name) => XName.Get(name, "http://www.w3.org/2000/svg");

    private static double[] Numbers(XElement path) =>
        [.. Number().Matches(path.Attribute("d")!.Value).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex("-?[0-9.]+")]
    private static partial Regex Number();

    [GeneratedRegex("^M[0-9. ]+")]
    private static partial Regex Position();

    [GeneratedRegex(":root {(.*?)}")]
    private static partial Regex Scheme();

    [GeneratedRegex("--([a-z0-9]+): (#[0-9a-f]+)")]
    private static partial Regex Colour();
}
