namespace Pipeline.Stages.Report.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Colour">The style sheet's class of its colour.</param>
/// <param name="Points">Its points, ordered by X.</param>
internal sealed record ChartLine(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The line with no more than <paramref name="most"/> points, each the mean of as many neighbours as it takes.</summary>
    public ChartLine Thinned(int most) =>
        Points.Count <= most
            ? this
            : this with
            {
                Points = Points
                    .Chunk((Points.Count + most - 1) / most)
                    .Select(near => (near.Average(point => point.X), near.Average(point => point.Y)))
                    .ToList(),
            };

    /// <summary>The line with each point the mean of itself and the points up to <paramref name="radius"/> away.</summary>
    public ChartLine Smoothed(int radius) =>
        this with
        {
            Points = Points
                .Select(
                    (point, i) =>
                        (point.X, Points.Skip(Math.Max(0, i - radius)).Take(Math.Min(i, radius) + 1 + radius).Average(near => near.Y))
                )
                .ToList(),
        };
}
