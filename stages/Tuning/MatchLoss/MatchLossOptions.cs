namespace Pipeline.Stages.Tuning.MatchLoss;

/// <summary>Settings of the choice of a checkpoint by its training loss.</summary>
public sealed record MatchLossOptions
{
    /// <summary>The training loss to come near, nats; null for the lowest that every method reaches with a finished schedule.</summary>
    public double? Target { get; init; }

    /// <summary>A checkpoint with a finished schedule that is within this of the target, nats, is preferred to any snapshot; a choice
    /// farther than this is warned of.</summary>
    public double Tolerance { get; init; } = 0.05;
}
