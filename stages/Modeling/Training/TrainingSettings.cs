namespace Pipeline.Modeling.Training;

/// <summary>How to train, whatever is trained.</summary>
public sealed record TrainingSettings
{
    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Optimiser steps in all, whatever <see cref="Epochs"/> says; 0 where the epochs decide.</summary>
    public int MaximumSteps { get; init; }

    /// <summary>Sequences in one optimiser step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Sequences in one forward pass; a step's gradients are summed over as many passes as it takes.</summary>
    public int MicroBatchSize { get; init; } = int.MaxValue;

    /// <summary>Whether layers keep only their input for the backward pass and compute the rest again: slower, with less memory.</summary>
    public bool Recompute { get; init; }

    /// <summary>Tokens of a row that several sequences are packed into, none seeing another; 0 for one sequence a row.</summary>
    public int PackedLength { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How the rate falls.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Optimiser steps over which the rate rises from 0; 0 where <see cref="WarmupRatio"/> decides.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Share of all steps over which the rate rises from 0, rounded up as transformers does.</summary>
    public double WarmupRatio { get; init; }

    /// <summary>Share of the highest rate at which the schedule ends.</summary>
    public double FinalShare { get; init; }

    /// <summary>Largest gradient norm; 0 for no limit.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>Constants of the optimiser.</summary>
    public AdamWSettings AdamW { get; init; } = new();

    /// <summary>NEFTune's alpha; 0 for no noise. See <see cref="EmbeddingNoise"/>.</summary>
    public double NoiseAlpha { get; init; }

    /// <summary>Seed of the data order, the held-out share, dropout and noise.</summary>
    public long Seed { get; init; }

    /// <summary>Share of the sequences that is held out of training and evaluated on, 0–1.</summary>
    public double HeldOutShare { get; init; }

    /// <summary>Optimiser steps between evaluations; 0 for one an epoch.</summary>
    public int EvaluateEverySteps { get; init; }

    /// <summary>Evaluations in a row without a new lowest loss after which training stops and the best weights are kept; 0 for
    /// never.</summary>
    public int Patience { get; init; }

    /// <summary>Training sequences on which the training loss of a checkpoint is measured; 0 for none.</summary>
    public int MeasuredSequences { get; init; }

    /// <summary>Checkpoints to keep, evenly spaced, the last one included.</summary>
    public int Checkpoints { get; init; } = 1;

    /// <summary>Optimiser steps between saves of resumable state.</summary>
    public int SaveEverySteps { get; init; } = 50;
}
