namespace Pipeline.Stages.World.Results.Claims;

/// <summary>What one figure says of a claim.</summary>
internal enum EvidenceOutcome
{
    /// <summary>Its interval lies wholly on the claimed side.</summary>
    AsClaimed,

    /// <summary>Its interval lies wholly on the other side.</summary>
    Against,

    /// <summary>Its interval holds the threshold, or it has none.</summary>
    Open,
}
