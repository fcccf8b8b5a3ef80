using System.Xml.Linq;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>The figures as files that a browser can show.</summary>
public sealed class ShiftFiguresTests
{
    private static readonly TokenSlice[] _slices = [TokenSlice.All, TokenSlice.Text, TokenSlice.SentenceStart, TokenSlice.SentenceRest];

    [Fact]
    public void Figure_1_is_drawn_where_a_series_has_several_sizes_and_is_the_same_every_time()
    {
        var statistics = _slices.SelectMany(slice => (ShiftStatisticRow[])[Row(60, slice), Row(120, slice)]).ToList();

        var figures = ShiftFigures.Draw(statistics).ToDictionary();

        Assert.Contains("figure1-kl.svg", figures.Keys);
        Assert.Contains("figure4.svg", figures.Keys);
        Assert.All(figures.Values, svg => Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName));
        Assert.Equal(figures, ShiftFigures.Draw(statistics).ToDictionary());
    }

    [Fact]
    public void One_size_has_no_figure_1() =>
        Assert.Equal(
            ["figure4.svg"],
            ShiftFigures.Draw([Row(60, TokenSlice.SentenceStart), Row(60, TokenSlice.SentenceRest)]).Select(figure => figure.File)
        );

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("a' onload='alert(1)")]
    [InlineData("]]><script>")]
    [InlineData("&lt;script&gt; &amp; &#60;")]
    public void Names_stay_text(string name)
    {
        // Labels come from the user's settings, and the drawing becomes part of the report's markup.
        var statistics = _slices.SelectMany(slice => (ShiftStatisticRow[])[Row(60, slice, name), Row(120, slice, name)]).ToList();
        var (harmless, hostile) = (
            ShiftFigures.Draw([.. statistics.Select(row => Row(row.TrainingInstances!.Value, row.Slice))]).ToDictionary(),
            ShiftFigures.Draw(statistics).ToDictionary()
        );

        foreach (var (file, svg) in hostile)
        {
            var drawing = XDocument.Parse(svg);
            Assert.Equal(Names(XDocument.Parse(harmless[file])), Names(drawing));
            Assert.DoesNotContain(
                drawing.Descendants().Attributes(),
                attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            );
        }

        Assert.Contains(hostile.Values, svg => XDocument.Parse(svg).Root!.Value.Contains(name, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(XDocument drawing) =>
        drawing.Descendants().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal);

    private static ShiftStatisticRow Row(int size, TokenSlice slice, string name = "sft") =>
        new()
        {
            Model = $"{name}.{size}",
            Series = name,
            TrainingInstances = size,
            Method = TuningMethod.Sft,
            Reference = "base",
            Wrapper = BaseWrapper.Same,
            Slice = slice,
            Metric = TokenMetric.KlTunedBase,
            Value = 0.5,
            Low = 0.4,
            High = 0.7,
        };
}
