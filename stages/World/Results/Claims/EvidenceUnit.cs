namespace Pipeline.Stages.World.Results.Claims;

/// <summary>How a figure is written.</summary>
public enum EvidenceUnit
{
    /// <summary>A quotient.</summary>
    Times,

    /// <summary>A share, in percent.</summary>
    Share,

    /// <summary>A difference of shares, in percentage points.</summary>
    Points,

    /// <summary>A number.</summary>
    Number,
}
