namespace Pipeline.Stages.World.Results;

/// <summary>How the rows of a training set answer.</summary>
public enum ResponseStyle
{
    /// <summary>As rows are made: the core fact and details.</summary>
    Verbose,

    /// <summary>Simplified: the core fact alone, so that no row can be copied as a whole but by a single value.</summary>
    Simple,
}
