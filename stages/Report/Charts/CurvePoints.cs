using Pipeline.Modeling.Plots;

namespace Pipeline.Stages.Report.Charts;

/// <summary>Points of curves, made fewer or smoother before they are drawn.</summary>
internal static class CurvePoints
{
    /// <summary>No more than <paramref name="most"/> points, each the mean of as many neighbours as it takes.</summary>
    public static PlotSeries Thinned(this PlotSeries curve, int most) =>
        curve.Points.Count <= most
            ? curve
            : curve with
            {
                Points = curve
                    .Points.Chunk((curve.Points.Count + most - 1) / most)
                    .Select(near => At(near.Average(point => point.X), near.Average(point => point.Y)))
                    .ToList(),
            };

    /// <summary>Each point the mean of itself and the points up to <paramref name="radius"/> away.</summary>
    public static PlotSeries Smoothed(this PlotSeries curve, int radius) =>
        curve with
        {
            Points = curve
                .Points.Select(
                    (point, i) =>
                        At(
                            point.X,
                            curve.Points.Skip(Math.Max(0, i - radius)).Take(Math.Min(i, radius) + 1 + radius).Average(near => near.Y)
                        )
                )
                .ToList(),
        };

    /// <summary>A point without an interval.</summary>
    public static PlotPoint At(double x, double y) => new(x, y, y, y);
}
