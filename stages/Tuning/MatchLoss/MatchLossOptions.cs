namespace Pipeline.Stages.Tuning.MatchLoss;

/// <summary>Settings of the choice of a checkpoint by its training loss.</summary>
public sealed record MatchLossOptions
{
    /// <summary>The training loss to come near, nats; null for the lowest that every method reaches.</summary>
    public double? Target { get; init; }

    /// <summary>A choice farther than this from the target, nats, is warned of.</summary>
    public double Tolerance { get; init; } = 0.05;
}
