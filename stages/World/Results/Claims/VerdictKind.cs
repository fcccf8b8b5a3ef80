using System.Text.Json.Serialization;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>What the evidence says of a claim.</summary>
public enum VerdictKind
{
    /// <summary>All of it is as claimed.</summary>
    Holds,

    /// <summary>None is, and some is against it.</summary>
    [JsonStringEnumMemberName("does not hold")]
    DoesNotHold,

    /// <summary>Some is as claimed; the condition that parts the evidence follows.</summary>
    [JsonStringEnumMemberName("depends on")]
    DependsOn,

    /// <summary>No interval excludes the threshold.</summary>
    Undecided,

    /// <summary>There is none.</summary>
    [JsonStringEnumMemberName("not measured in this run")]
    NotMeasured,

    /// <summary>Every model that there could be any of lost its core facts.</summary>
    Unknown,
}
