namespace Pipeline.Stages.World.Results;

/// <summary>What is held equal in a comparison.</summary>
public enum ComparedAt
{
    /// <summary>The learning rate: one, or the average over all that both sides have.</summary>
    EqualRate,

    /// <summary>Each side at the rate that most of the run's models of its method have.</summary>
    UsualRate,

    /// <summary>
    /// Each side at the rate that fits its rows most closely while core accuracy is within 0.05 of the side's best; the same prompts choose
    /// and are measured, so every resample chooses for itself.
    /// </summary>
    BestRate,

    /// <summary>Each side at its lowest training loss.</summary>
    ClosestFit,

    /// <summary>The left side interpolated in training loss to the right side's, or the nearest within 0.1 nats.</summary>
    MatchedLoss,
}
