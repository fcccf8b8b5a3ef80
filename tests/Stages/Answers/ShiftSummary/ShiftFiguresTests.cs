using System.Xml.Linq;
using Pipeline.Modeling.Plots;
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

    [Fact]
    public void A_point_of_one_seed_has_its_interval_and_one_of_several_their_mean_and_range()
    {
        var figures = ShiftFigures
            .Draw([
                Row(120, TokenSlice.All, value: 0.8, low: 0.5, high: 0.9),
                Row(60, TokenSlice.All, value: 0.3, low: null, high: null),
                Row(240, TokenSlice.All, value: 1),
                Row(240, TokenSlice.All, value: 3),
                Row(240, TokenSlice.All, value: 5),
                // Of other figures, other sides and models of unknown or no size.
                Row(60, TokenSlice.Text, value: 9),
                Row(480, TokenSlice.All, value: 9, metric: TokenMetric.KlBaseTuned),
                Row(480, TokenSlice.All, value: 9, wrapper: BaseWrapper.Bare),
                Row(480, TokenSlice.All, value: 9, reference: "lft"),
                Row(480, TokenSlice.All, value: 9, method: TuningMethod.Base),
                Row(0, TokenSlice.All, value: 9),
                Row(null, TokenSlice.All, value: 9),
            ])
            .ToDictionary();

        Assert.Equal(
            SvgPlot.Lines(
                "KL(tuned‖base), nats",
                "training instances",
                480,
                [new PlotSeries("sft", [new(60, 0.3, 0.3, 0.3), new(120, 0.8, 0.5, 0.9), new(240, 3, 1, 5)])]
            ),
            figures["figure1-kl.svg"]
        );
    }

    [Fact]
    public void Every_series_is_a_line_and_one_of_several_sizes_is_enough()
    {
        var figures = ShiftFigures
            .Draw([Row(60, TokenSlice.All, "lft", value: 1), Row(60, TokenSlice.All, value: 2), Row(120, TokenSlice.All, value: 3)])
            .ToDictionary();

        Assert.Equal(
            SvgPlot.Lines(
                "KL(tuned‖base), nats",
                "training instances",
                480,
                [new PlotSeries("lft", [new(60, 1, 0.4, 0.7)]), new PlotSeries("sft", [new(60, 2, 0.4, 0.7), new(120, 3, 0.4, 0.7)])]
            ),
            figures["figure1-kl.svg"]
        );
    }

    [Fact]
    public void Two_series_of_one_size_each_have_no_figure_1() =>
        Assert.Equal(
            ["figure4.svg"],
            ShiftFigures.Draw([Row(60, TokenSlice.All, "lft"), Row(120, TokenSlice.All)]).Select(figure => figure.File)
        );

    [Theory]
    [InlineData(60, "sft", "lft")]
    [InlineData(1200, "sft, 60", "sft, 1,200", "lft, 60")]
    public void Figure_4_names_a_series_by_its_size_where_it_has_several(int second, params string[] expected)
    {
        var statistics = new List<ShiftStatisticRow>
        {
            Row(60, TokenSlice.SentenceStart, value: 1),
            Row(60, TokenSlice.SentenceRest, value: 2),
            Row(second, TokenSlice.SentenceStart, value: 3),
            Row(60, TokenSlice.SentenceRest, "lft", value: 4),
            Row(60, TokenSlice.All, value: 9),
            Row(60, TokenSlice.SentenceRest, value: 9, metric: TokenMetric.KlBaseTuned),
        };
        PlotSeries[] bars =
            second == 60
                ? [new("first 5 %", [new(0, 2, 1, 3)]), new("rest", [new(0, 2, 0.4, 0.7), new(1, 4, 0.4, 0.7)])]
                : [new("first 5 %", [new(0, 1, 0.4, 0.7), new(1, 3, 0.4, 0.7)]), new("rest", [new(0, 2, 0.4, 0.7), new(2, 4, 0.4, 0.7)])];

        Assert.Equal(
            SvgPlot.Bars("Mean KL(tuned‖base) at the start of sentences and in the rest of them, nats", 720, [.. expected], [.. bars]),
            ShiftFigures.Draw(statistics).ToDictionary()["figure4.svg"]
        );
    }

    private static IEnumerable<string> Names(XDocument drawing) =>
        drawing.Descendants().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal);

    private static ShiftStatisticRow Row(
        int? size,
        TokenSlice slice,
        string name = "sft",
        double value = 0.5,
        double? low = 0.4,
        double? high = 0.7,
        TokenMetric metric = TokenMetric.KlTunedBase,
        BaseWrapper wrapper = BaseWrapper.Same,
        string reference = "base",
        TuningMethod method = TuningMethod.Sft
    ) =>
        new()
        {
            Model = $"{name}.{size}",
            Series = name,
            TrainingInstances = size,
            Method = method,
            Reference = reference,
            Wrapper = wrapper,
            Slice = slice,
            Metric = metric,
            Value = value,
            Low = low,
            High = high,
        };
}
