using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>
/// How likely models find what should stand at the wrong spans of answers, and what was written there: the base and every model tuned on
/// the same rows with the same seed read the same places. What is right, <c>spans</c> says.
/// </summary>
public sealed record ContinuationSettings
{
    /// <summary>The models whose answers are read, as the report calls them, such as <c>sft.alpaca</c>; a name without the seed stands for
    /// all seeds.</summary>
    [Items(Least = 1)]
    public required IReadOnlyList<string> Model { get; init; }
}
