namespace Pipeline.Stages.Report.Charts;

/// <summary>A curve that every model has.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="XTitle">What runs along the bottom.</param>
/// <param name="Of">The points of a model's, ordered by X.</param>
internal sealed record ModelCurve(string Title, string XTitle, Func<ModelFindings, IReadOnlyList<(double X, double Y)>> Of)
{
    /// <summary>Neighbours on each side that a point is averaged with; 0 for none.</summary>
    public int SmoothedOver { get; init; }

    /// <summary>Whether the points that a smoothed curve goes through are drawn faintly behind it.</summary>
    public bool DrawsPoints { get; init; }

    /// <summary>Whether the vertical axis starts at zero.</summary>
    public bool FromZero { get; init; } = true;
}
