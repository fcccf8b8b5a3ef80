namespace Pipeline.Modeling.Plots;

/// <summary>One line, one kind of bars, or one kind of points.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Points">Its points.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>The number of its colour, from 0; null for its place among the series. Those of one subject share it.</summary>
    public int? Colour { get; init; }

    /// <summary>Whether it is grey, as what others are compared with.</summary>
    public bool Grey { get; init; }

    /// <summary>The number of its marks' form and of its line's dashes, from 0; null for its place: series differ without colours
    /// too.</summary>
    public int? Mark { get; init; }
}
