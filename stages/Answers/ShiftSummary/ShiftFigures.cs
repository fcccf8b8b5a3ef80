using System.Globalization;
using Pipeline.Modeling.Plots;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>The paper's figures 1 and 4 from the table of statistics.</summary>
internal static class ShiftFigures
{
    private const int FigureWidth = 480;
    private const int BarsWidth = 720;

    private static readonly (string File, TokenMetric Metric, TokenSlice Slice, string Title)[] _bySize =
    [
        ("figure1-kl.svg", TokenMetric.KlTunedBase, TokenSlice.All, "KL(tuned‖base), nats"),
        ("figure1-base-probability.svg", TokenMetric.ArgmaxBaseProbability, TokenSlice.All, "base probability"),
        ("figure1-base-rank.svg", TokenMetric.ArgmaxBaseRank, TokenSlice.All, "base rank, from 1"),
        ("figure1-top-k-kl.svg", TokenMetric.TopKKl, TokenSlice.Text, "AlignTDS: KL over top-k, nats"),
        ("figure1-top-k-base-probability.svg", TokenMetric.TopKBaseProbability, TokenSlice.Text, "AlignTDS: base probability"),
        ("figure1-top-k-base-rank.svg", TokenMetric.TopKBaseRank, TokenSlice.Text, "AlignTDS: base rank, from 0, capped at k"),
    ];

    /// <summary>The figures as SVG by file name: figure 1 where a series has several sizes, figure 4 always.</summary>
    public static IEnumerable<(string File, string Svg)> Draw(IReadOnlyList<ShiftStatisticRow> statistics)
    {
        var same = statistics.Where(row => row is { Wrapper: BaseWrapper.Same, Reference: "base", Method: not TuningMethod.Base }).ToList();
        if (
            same.Where(row => row.TrainingInstances is not null)
                .GroupBy(row => row.Series)
                .Any(series => series.Select(row => row.TrainingInstances).Distinct().Count() > 1)
        )
        {
            foreach (var (file, metric, slice, title) in _bySize)
            {
                yield return (file, SvgPlot.Lines(title, "training instances", FigureWidth, BySize(same, metric, slice)));
            }
        }

        var groups = same.Where(row =>
                row is { Metric: TokenMetric.KlTunedBase, Slice: TokenSlice.SentenceStart or TokenSlice.SentenceRest }
            )
            .GroupBy(row => (row.Series, row.TrainingInstances))
            .ToList();
        var severalSizes = groups.Select(group => group.Key.Series).Distinct(StringComparer.Ordinal).Count() < groups.Count;
        yield return (
            "figure4.svg",
            SvgPlot.Bars(
                "Mean KL(tuned‖base) at the start of sentences and in the rest of them, nats",
                BarsWidth,
                groups.ConvertAll(group =>
                    severalSizes
                        ? string.Create(CultureInfo.InvariantCulture, $"{group.Key.Series}, {group.Key.TrainingInstances:N0}")
                        : group.Key.Series
                ),
                [Bars("first 5 %", TokenSlice.SentenceStart), Bars("rest", TokenSlice.SentenceRest)]
            )
        );

        PlotSeries Bars(string name, TokenSlice slice) =>
            new(
                name,
                groups
                    .Select((group, index) => (Index: index, Seeds: group.Where(row => row.Slice == slice).ToList()))
                    .Where(bar => bar.Seeds.Count > 0)
                    .Select(bar => Point(bar.Index, bar.Seeds))
                    .ToList()
            );
    }

    /// <summary>One line a series. With one seed the intervals are those over instances; with several a point is their mean, and its bar
    /// their range.</summary>
    private static List<PlotSeries> BySize(IReadOnlyList<ShiftStatisticRow> statistics, TokenMetric metric, TokenSlice slice) =>
        statistics
            .Where(row => row.Metric == metric && row.Slice == slice && row.TrainingInstances > 0)
            .GroupBy(row => row.Series)
            .Select(series => new PlotSeries(
                series.Key,
                series
                    .GroupBy(row => row.TrainingInstances!.Value)
                    .OrderBy(size => size.Key)
                    .Select(size => Point(size.Key, [.. size]))
                    .ToList()
            ))
            .ToList();

    private static PlotPoint Point(int size, IReadOnlyList<ShiftStatisticRow> seeds) =>
        seeds is [var only]
            ? new PlotPoint(size, only.Value, only.Low ?? only.Value, only.High ?? only.Value)
            : new PlotPoint(size, seeds.Average(row => row.Value), seeds.Min(row => row.Value), seeds.Max(row => row.Value));
}
