using System.Text.Json.Serialization;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>What one figure says of a claim, by its intervals over prompts and over training rows.</summary>
public enum EvidenceOutcome
{
    /// <summary>All of them lie wholly on the claimed side.</summary>
    [JsonStringEnumMemberName("as claimed")]
    AsClaimed,

    /// <summary>All of them lie wholly on the other side.</summary>
    Against,

    /// <summary>One holds the threshold, there is none, or the bound does not say.</summary>
    Open,
}
