using Pipeline.Modeling.Plots;

namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>The wrong spans of a model's answers, before tuning and after: the paper's figure 7 over all of them.</summary>
internal static class ContinuationFigure
{
    private const int Width = 520;

    /// <summary>The plot; null without spans.</summary>
    /// <param name="model">The model that wrote the answers.</param>
    /// <param name="readers">The tuned models that read them.</param>
    public static string? Draw(string model, IReadOnlyList<(string Scorer, IReadOnlyList<ScoredSpan> Spans)> readers) =>
        readers.All(reader => reader.Spans.Count == 0)
            ? null
            : SvgPlot.Scatter(
                $"{model}: ln p(right) − ln p(written), nats; upwards after tuning",
                "under the base",
                Width,
                [
                    .. readers.Select(reader => new PlotSeries(
                        $"read by {reader.Scorer}",
                        [
                            .. reader.Spans.Select(span => new PlotPoint(
                                span.Base.Margin,
                                span.Read.Margin,
                                span.Read.Margin,
                                span.Read.Margin
                            )),
                        ]
                    )),
                ]
            );
}
