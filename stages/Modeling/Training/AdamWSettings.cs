namespace Pipeline.Modeling.Training;

/// <summary>Constants of AdamW.</summary>
public sealed record AdamWSettings
{
    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether vectors (norm weights and biases) decay as matrices do. The trainer of transformers leaves them out.</summary>
    public bool DecayVectors { get; init; } = true;
}
