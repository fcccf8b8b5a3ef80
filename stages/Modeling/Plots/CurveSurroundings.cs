namespace Pipeline.Modeling.Plots;

/// <summary>What a plot of curves shows beside them, or only leaves room for.</summary>
public sealed record CurveSurroundings
{
    /// <summary>Drawn faintly behind the curves, such as the values that a smoothed curve goes through.</summary>
    public IReadOnlyList<PlotSeries> Behind { get; init; } = [];

    /// <summary>Further curves that the axes have room for, so that plots beside each other can be compared; they are not drawn.</summary>
    public IReadOnlyList<PlotSeries> Beside { get; init; } = [];

    /// <summary>Whether the vertical axis reaches zero.</summary>
    public bool FromZero { get; init; } = true;
}
