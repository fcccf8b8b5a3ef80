namespace Pipeline.Modeling.Plots;

/// <summary>One line, one colour of bars, or one colour of points.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Points">Its points.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<PlotPoint> Points);
