namespace Pipeline.Modeling.Training;

/// <summary>How to train, whatever is trained.</summary>
public sealed record TrainingSettings
{
    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Sequences in one optimiser step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Sequences in one forward pass; a step's gradients are summed over as many passes as it takes.</summary>
    public int MicroBatchSize { get; init; } = int.MaxValue;

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How the rate falls.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Optimiser steps over which the rate rises from 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Share of the highest rate at which the schedule ends.</summary>
    public double FinalShare { get; init; }

    /// <summary>Largest gradient norm; 0 for no limit.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>Constants of the optimiser.</summary>
    public AdamWSettings AdamW { get; init; } = new();

    /// <summary>Dropout of adapter inputs.</summary>
    public double Dropout { get; init; }

    /// <summary>Seed of the data order and of dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Optimiser steps between saves of resumable state.</summary>
    public int SaveEverySteps { get; init; } = 50;
}
