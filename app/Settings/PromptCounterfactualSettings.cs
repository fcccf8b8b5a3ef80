using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>What becomes of a model's borrowed spans when it is asked without the concept that the prompt shares with the source row,
/// beside a placebo that changes something else. Nothing is trained.</summary>
public sealed record PromptCounterfactualSettings
{
    /// <summary>The models, as the report calls them, such as <c>sft.alpaca</c>; a name without the seed stands for all seeds.</summary>
    [Items(Least = 1)]
    public required IReadOnlyList<string> Model { get; init; }

    /// <summary>
    /// Which spans: attribute (verbatim in a training row, and called borrowed by their evidence), or certain (wrong values of the
    /// fictional world that stand in one training row and nowhere else).
    /// </summary>
    public SpanEvidence Spans { get; init; } = SpanEvidence.Attribute;

    /// <summary>
    /// The least level of a span that counts: 1 takes whatever stands in a row and not in the prompt, 2 what is called borrowed (q ≤ 0.05),
    /// 3 what besides has a shifted or marginal content word. What is certain is of level 3.
    /// </summary>
    [Range(1, 3)]
    public int Level { get; init; } = 2;

    /// <summary>Spans that are looked at, the strongest evidence first; of a prompt with several the rule takes the strongest's source
    /// row.</summary>
    [Range(1, 1_000_000_000)]
    public int Top { get; init; } = 50;

    /// <summary>Seed of the words that the rule puts in place of others.</summary>
    public int Seed { get; init; }

    /// <summary>Rephrasings of your own; without them a rule replaces one word by another of its kind.</summary>
    public RephrasingFileSettings? Rephrasings { get; init; }
}
