namespace Pipeline.Stages.World.Results.Claims;

/// <summary>What a figure is to the quantity that a claim is about.</summary>
internal enum EvidenceBound
{
    /// <summary>That quantity.</summary>
    None,

    /// <summary>A lower bound of it.</summary>
    AtLeast,

    /// <summary>An upper bound of it.</summary>
    AtMost,
}
