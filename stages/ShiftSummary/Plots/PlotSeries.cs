namespace Pipeline.Stages.ShiftSummary.Plots;

/// <summary>One line or one colour of bars.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Points">Its points.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<PlotPoint> Points);

/// <summary>One value with the ends of its interval, where it has one.</summary>
/// <param name="X">Where it stands.</param>
/// <param name="Y">The value.</param>
/// <param name="Low">Lower end; the value itself where there is no interval.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct PlotPoint(double X, double Y, double Low, double High);
