using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Modeling.Plots;

namespace Pipeline.Tests.Modeling.Plots;

/// <summary>What the plots show stands where its numbers say.</summary>
public sealed partial class SvgPlotTests
{
    private const double Pixel = 1;

    [Fact]
    public void An_interval_reaches_from_its_lower_to_its_upper_end()
    {
        var svg = SvgPlot.Lines("plot", "title", "below", 480, [new PlotSeries("line", [new PlotPoint(10, 2, 1, 4), new PlotPoint(100, 4, 4, 4)])]);
        var segments = Segment().Matches(svg).Select(match => match.Groups.Values.Skip(1).Select(value => double.Parse(value.Value, CultureInfo.InvariantCulture)).ToArray()).ToList();
        var line = segments.First(ends => ends[0] != ends[2] && ends[1] != ends[3]);
        var (two, four) = (line[1], line[3]);

        var interval = segments.Single(ends => Math.Abs(ends[0] - line[0]) < Pixel && Math.Abs(ends[2] - line[0]) < Pixel && Math.Abs(ends[1] - ends[3]) > 20 && ends[1] > four - 2 * Pixel && ends[3] > four - 2 * Pixel
            && Math.Max(ends[1], ends[3]) < two + (two - four) / 2 + 2 * Pixel);

        Assert.Equal(four, Math.Min(interval[1], interval[3]), Pixel);
        Assert.Equal(two + ((two - four) / 2), Math.Max(interval[1], interval[3]), Pixel);
    }

    [GeneratedRegex(@"d=""M\s*([\d.]+)[ ,]([\d.]+)\s*L\s*([\d.]+)[ ,]([\d.]+)""")]
    private static partial Regex Segment();
}
