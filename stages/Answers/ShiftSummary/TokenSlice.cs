using System.Text.Json.Serialization;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>Which tokens a figure is about. Positions are 1-based, in the answer.</summary>
public enum TokenSlice
{
    /// <summary>All tokens.</summary>
    All,

    /// <summary>All but the token that ends the answer, as published shares count.</summary>
    Text,

    /// <summary>The first token.</summary>
    [JsonStringEnumMemberName("position_1")]
    Position1,

    /// <summary>The second token.</summary>
    [JsonStringEnumMemberName("position_2")]
    Position2,

    /// <summary>Tokens 3 to 5.</summary>
    [JsonStringEnumMemberName("position_3_5")]
    Position3To5,

    /// <summary>Tokens 6 to 10.</summary>
    [JsonStringEnumMemberName("position_6_10")]
    Position6To10,

    /// <summary>Tokens 11 to 20.</summary>
    [JsonStringEnumMemberName("position_11_20")]
    Position11To20,

    /// <summary>Tokens 21 to 50.</summary>
    [JsonStringEnumMemberName("position_21_50")]
    Position21To50,

    /// <summary>Tokens 51 to 100.</summary>
    [JsonStringEnumMemberName("position_51_100")]
    Position51To100,

    /// <summary>Tokens from 101 on.</summary>
    [JsonStringEnumMemberName("position_101_up")]
    Position101Up,

    /// <summary>The first 5 % of a sentence's tokens, rounded up.</summary>
    SentenceStart,

    /// <summary>A sentence's other tokens.</summary>
    SentenceRest,

    /// <summary>No tokens of its own: (start − rest) / rest of the two slices before it.</summary>
    StartOverRest,
}
