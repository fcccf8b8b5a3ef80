namespace Pipeline.Modeling.Plots;

/// <summary>One value with the ends of its interval, where it has one.</summary>
/// <param name="X">Where it stands.</param>
/// <param name="Y">The value.</param>
/// <param name="Low">Lower end; the value itself where there is no interval.</param>
/// <param name="High">Upper end.</param>
public readonly record struct PlotPoint(double X, double Y, double Low, double High);
