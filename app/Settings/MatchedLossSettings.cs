using System.ComponentModel.DataAnnotations;

namespace Pipeline.App.Settings;

/// <summary>
/// Compare methods at the same training loss: of each method's variants and kept checkpoints, the one that comes nearest stands for the
/// method. Those with a finished schedule come first: a snapshot is chosen only where none of them is within the tolerance.
/// </summary>
public sealed record MatchedLossSettings
{
    /// <summary>The training loss to match, nats; default the lowest that every method reaches with a finished schedule.</summary>
    [Range(0.0, 1000.0)]
    public double? Target { get; init; }

    /// <summary>A checkpoint with a finished schedule that is within this of the target, nats, is preferred to any snapshot; a choice
    /// farther than this is warned of.</summary>
    [Range(0.0, 1000.0)]
    public double Tolerance { get; init; } = 0.05;

    /// <summary>The methods that it is about; default all but those of type command.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Whether the variants are also compared, each for itself.</summary>
    public bool KeepVariants { get; init; }
}
