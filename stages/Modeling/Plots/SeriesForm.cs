namespace Pipeline.Modeling.Plots;

/// <summary>What a series is drawn as.</summary>
internal enum SeriesForm
{
    /// <summary>Marked points, joined.</summary>
    Points,

    /// <summary>Marked points, each by itself.</summary>
    Marks,

    /// <summary>A line without marks.</summary>
    Curves,

    /// <summary>Bars.</summary>
    Bars,
}
