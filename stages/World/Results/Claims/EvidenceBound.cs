using System.Text.Json.Serialization;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>What a figure is to the quantity that a claim is about, where it is not that quantity itself.</summary>
public enum EvidenceBound
{
    /// <summary>A lower bound of it, which can never be against a claim that it is above.</summary>
    [JsonStringEnumMemberName("at least")]
    AtLeast,

    /// <summary>An upper bound of it, which can never be as claimed.</summary>
    [JsonStringEnumMemberName("at most")]
    AtMost,
}
