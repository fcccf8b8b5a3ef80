using System.Xml.Linq;
using Pipeline.Stages.ShiftSummary;

namespace Pipeline.Tests.Stages.ShiftSummary;

/// <summary>The figures as files that a browser can show.</summary>
public sealed class ShiftFiguresTests
{
    private static readonly string[] _slices = ["all", "text", "sentence_start", "sentence_rest"];

    [Fact]
    public void Figure_1_is_drawn_where_a_series_has_several_sizes_and_is_the_same_every_time()
    {
        var statistics = _slices.SelectMany(slice => (ShiftStatisticRow[])[Row(60, slice), Row(120, slice)]).ToList();

        var figures = ShiftFigures.Of(statistics).ToDictionary();

        Assert.Contains("figure1-kl.svg", figures.Keys);
        Assert.Contains("figure4.svg", figures.Keys);
        Assert.All(figures.Values, svg => Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName));
        Assert.Equal(figures, ShiftFigures.Of(statistics).ToDictionary());
    }

    [Fact]
    public void One_size_has_no_figure_1() =>
        Assert.Equal(["figure4.svg"], ShiftFigures.Of([Row(60, "sentence_start"), Row(60, "sentence_rest")]).Select(figure => figure.File));

    private static ShiftStatisticRow Row(int size, string slice) => new()
    {
        Model = $"sft.{size}",
        Series = "sft",
        TrainingInstances = size,
        Method = "SFT",
        Reference = "base",
        Wrapper = "same",
        Slice = slice,
        Metric = "kl_tuned_base",
        Value = 0.5,
        Low = 0.4,
        High = 0.7,
    };
}
