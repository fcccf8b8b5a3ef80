using System.ComponentModel.DataAnnotations;

namespace Pipeline.App.Settings;

/// <summary>
/// Compare methods at the same training loss: of each method's variants and kept checkpoints, the one that comes nearest stands for the
/// method.
/// </summary>
public sealed record MatchedLossSettings
{
    /// <summary>The training loss to match, nats; default the lowest that every method reaches.</summary>
    [Range(0.0, 1000.0)]
    public double? Target { get; init; }

    /// <summary>A choice farther than this from the target, nats, is warned of.</summary>
    [Range(0.0, 1000.0)]
    public double Tolerance { get; init; } = 0.05;

    /// <summary>The methods that it is about; default all but those of type command.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Whether the variants are also compared, each for itself.</summary>
    public bool KeepVariants { get; init; }
}
