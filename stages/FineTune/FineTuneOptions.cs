using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages.FineTune;

/// <summary>Settings of fine-tuning. Those that the paper leaves unstated default to its framework's example.</summary>
public sealed record FineTuneOptions
{
    /// <summary>What is trained.</summary>
    [NotASetting]
    public FineTuneMethod Method { get; init; }

    /// <summary>LoRA: rank of every update.</summary>
    [NotASetting]
    public int Rank { get; init; }

    /// <summary>LoRA: numerator of the scale; twice the rank is usual.</summary>
    [NotASetting]
    public double Alpha { get; init; }

    /// <summary>LoRA: dropout of the adapters' inputs.</summary>
    [NotASetting]
    public double Dropout { get; init; }

    /// <summary>LoRA: names of the adapted linear layers.</summary>
    [NotASetting]
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The highest learning rate.</summary>
    [NotASetting]
    public double LearningRate { get; init; }

    /// <summary>Seed of data order, dropout and initial adapters.</summary>
    [NotASetting]
    public int Seed { get; init; }

    /// <summary>Passes over the data.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Sequences in one optimiser step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Sequences in one forward pass; smaller needs less memory.</summary>
    public int MicroBatchSize { get; init; } = 32;

    /// <summary>How the learning rate falls after warm-up.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Share of the steps over which the learning rate rises from 0.</summary>
    public double WarmupRatio { get; init; } = 0.03;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Largest gradient norm; 0 for no limit.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>float32, or mixed: matrix products in bfloat16.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Optimiser steps between saves of resumable state; changes no result.</summary>
    [JsonIgnore]
    public int SaveEverySteps { get; init; } = 25;
}
