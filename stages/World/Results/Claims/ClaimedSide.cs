namespace Pipeline.Stages.World.Results.Claims;

/// <summary>On which side of a threshold a figure is claimed to be.</summary>
public enum ClaimedSide
{
    /// <summary>Above it.</summary>
    Above,

    /// <summary>Below it.</summary>
    Below,
}
