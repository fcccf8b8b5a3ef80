using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Attribution.Exclude;

namespace Pipeline.App.Settings;

/// <summary>
/// What became of a model's borrowed spans had it not seen their rows: for each model and arm one retraining with the model's own seed,
/// order of rows and settings.
/// </summary>
public sealed record CounterfactualSettings
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

    /// <summary>Rows that each arm leaves out, the most blamed first; fewer where fewer are blamed, or where the placebos cannot have as
    /// many.</summary>
    [Range(1, 1_000_000_000)]
    public int Top { get; init; } = 50;

    /// <summary>
    /// The retrainings: source (without the blamed rows), random and similar (without as many rows that nothing blames, drawn by seed or
    /// nearest to the same answers). No row is in two of them.
    /// </summary>
    [Items(Least = 1)]
    public IReadOnlyList<ExclusionArm> Arms { get; init; } = [ExclusionArm.Source, ExclusionArm.Random, ExclusionArm.Similar];

    /// <summary>Seed of the random arm.</summary>
    public int Seed { get; init; }
}

/// <summary>What makes a span borrowed.</summary>
public enum SpanEvidence
{
    /// <summary>What the stage <c>borrowings</c> calls so: it stands verbatim in a training row, and few spans of the control are as
    /// surprising.</summary>
    Attribute,

    /// <summary>A wrong value of the fictional world that stands in one training row and nowhere else.</summary>
    Certain,
}
