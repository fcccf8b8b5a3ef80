using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Tuning.FineTune;

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

    /// <summary>LoRA: ranks of layers whose path a pattern fits.</summary>
    [NotASetting]
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>LoRA: alphas of layers whose path a pattern fits.</summary>
    [NotASetting]
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>LoRA: whether the scale is alpha / √rank.</summary>
    [NotASetting]
    public bool UseRslora { get; init; }

    /// <summary>The highest learning rate.</summary>
    [NotASetting]
    public double LearningRate { get; init; }

    /// <summary>Seed of data order, dropout and initial adapters.</summary>
    [NotASetting]
    public int Seed { get; init; }

    /// <summary>Where the model runs.</summary>
    [NotASetting]
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Passes over the data.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 3;

    /// <summary>Optimiser steps in all, whatever the epochs say; 0 where the epochs decide.</summary>
    [Range(0, 1_000_000)]
    public int MaxSteps { get; init; }

    /// <summary>Sequences in one optimiser step.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Sequences in one forward pass; smaller needs less memory. A step's gradients are summed over as many passes as it
    /// takes.</summary>
    [Range(1, 65_536)]
    public int MicroBatchSize { get; init; } = 32;

    /// <summary>Pack several sequences into one row of at most the maximum length; none sees another. A batch then counts rows.</summary>
    public bool Packing { get; init; }

    /// <summary>Keep only each layer's input for the backward pass and compute the rest again: about a third slower, with less
    /// memory.</summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>How the learning rate falls after warm-up.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Share of the steps over which the learning rate rises from 0.</summary>
    [Range(0.0, 1.0)]
    public double WarmupRatio { get; init; } = 0.03;

    /// <summary>Steps over which the learning rate rises from 0; 0 where the ratio decides.</summary>
    [Range(0, 1_000_000)]
    public int WarmupSteps { get; init; }

    /// <summary>Decoupled weight decay.</summary>
    [Range(0.0, 100.0)]
    public double WeightDecay { get; init; }

    /// <summary>Whether norm weights and biases decay too; the trainer of transformers leaves them out.</summary>
    public bool DecayNormsAndBiases { get; init; }

    /// <summary>AdamW: decay of the first moment.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>AdamW: decay of the second moment.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>AdamW: added to the root of the second moment.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Largest gradient norm; 0 for no limit.</summary>
    [Range(0.0, 1e9)]
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>NEFTune: alpha of the uniform noise on embeddings, ±alpha / √(length · width); 0 for none.</summary>
    [Range(0.0, 1000.0)]
    public double NeftuneAlpha { get; init; }

    /// <summary>float32, or mixed: matrix products in bfloat16; lora also bfloat16, for models that would not fit otherwise.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Share of the rows that is held out of training; the held-out loss is measured on them.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double EvaluationShare { get; init; }

    /// <summary>Optimiser steps between evaluations; 0 for one an epoch.</summary>
    [Range(0, 1_000_000)]
    public int EvaluateEverySteps { get; init; }

    /// <summary>Evaluations in a row without a new lowest loss after which training stops and the best weights are kept; 0 for
    /// never.</summary>
    [Range(0, 1_000_000)]
    public int EarlyStoppingPatience { get; init; }

    /// <summary>Training rows, drawn by seed, on which the training loss of the final weights, and of every other checkpoint that is kept,
    /// is measured; 0 for none.</summary>
    [Range(0, 1_000_000_000)]
    public int LossRows { get; init; } = 256;

    /// <summary>Checkpoints to keep, evenly spaced over training, the last included. More than one lets a matched loss choose among
    /// them.</summary>
    [Range(1, 1000)]
    public int Checkpoints { get; init; } = 1;

    /// <summary>Optimiser steps between saves of resumable state; changes no result.</summary>
    [Range(1, 1_000_000)]
    [JsonIgnore]
    public int SaveEverySteps { get; init; } = 25;
}
