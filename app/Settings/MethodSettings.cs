using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Settings;

/// <summary>One way to fine-tune. Lists expand into variants; what is null is as <c>stages.fine_tune</c> says.</summary>
public sealed record MethodSettings
{
    /// <summary>lora (the paper's LFT), full (its SFT), or command: a program of your own.</summary>
    public FineTuneMethod Type { get; init; } = FineTuneMethod.Lora;

    /// <summary>
    /// The method that it is a case of, such as <c>sft</c> for <c>sft-low</c>: tables put them together where they compare learning rates,
    /// epochs or datasets. Default the first method that differs from it in learning rate and epochs alone.
    /// </summary>
    public string? Family { get; init; }

    /// <summary>LoRA: rank of every update; a list makes one variant each.</summary>
    [Items(Least = 1)]
    [Range(1, LoraShape.MaximumRank)]
    public IReadOnlyList<int> Rank { get; init; } = [8];

    /// <summary>LoRA: numerator of the scale; default twice the rank.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double? Alpha { get; init; }

    /// <summary>LoRA: dropout of the adapters' inputs.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>LoRA: ranks of particular layers, by regular expressions that fit a layer's path or its end after a dot, as in
    /// PEFT.</summary>
    [Range(1, LoraShape.MaximumRank)]
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>LoRA: alphas of particular layers, by patterns as for ranks.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>LoRA: scale by alpha / √rank (rsLoRA) instead of alpha / rank.</summary>
    public bool UseRslora { get; init; }

    /// <summary>LoRA: names of the adapted linear layers, or all-linear for every one but the output layer.</summary>
    [Items(Least = 1)]
    public IReadOnlyList<string> Targets { get; init; } = ["q_proj", "v_proj"];

    /// <summary>The highest learning rate; a list makes one variant each.</summary>
    [Items(Least = 1)]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public IReadOnlyList<double> LearningRate { get; init; } = [5e-5];

    /// <summary>Passes over the data.</summary>
    [Range(1, 1000)]
    public int? Epochs { get; init; }

    /// <summary>Optimiser steps in all, whatever the epochs say; 0 where the epochs decide.</summary>
    [Range(0, 1_000_000)]
    public int? MaxSteps { get; init; }

    /// <summary>Sequences in one optimiser step.</summary>
    [Range(1, 65_536)]
    public int? BatchSize { get; init; }

    /// <summary>How the learning rate falls after warm-up.</summary>
    public ScheduleKind? Schedule { get; init; }

    /// <summary>Decoupled weight decay.</summary>
    [Range(0.0, 100.0)]
    public double? WeightDecay { get; init; }

    /// <summary>NEFTune: alpha of the noise on embeddings.</summary>
    [Range(0.0, 1000.0)]
    public double? NeftuneAlpha { get; init; }

    /// <summary>float32, or mixed: matrix products in bfloat16; lora also bfloat16, for models that would not fit otherwise.</summary>
    public Precision? Precision { get; init; }

    /// <summary>
    /// command: the program and its arguments. <c>{tokens}</c> stands for a folder of Parquet files (TokenIds, LossMask), <c>{model}</c>
    /// for the base model's folder, <c>{output}</c> for the folder to leave a checkpoint or adapter in, <c>{settings}</c> for a JSON file
    /// with this method's settings, <c>{state}</c> for a folder that outlives a kill, <c>{script}</c> for the script.
    /// </summary>
    [Items(MayRepeat = true, MayBeEmptyText = true)]
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>command: the trainer's source; when its contents change, training runs again.</summary>
    [PathSetting(Kind = PathKind.File)]
    public SettingPath? Script { get; init; }

    /// <summary>command: names of arguments and environment variables whose values are shown nowhere, beside those whose names say that
    /// they are secret.</summary>
    [SecretNames]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>command: seconds that the program has to save its state, between SIGTERM and SIGKILL, when the run is stopped.</summary>
    [Range(0, 86400)]
    public double StopGraceSeconds { get; init; } = 60;

    /// <summary>LoRA: also write the base with the adapter merged into it, a plain checkpoint; export it with <c>--export
    /// merge/NAME=FOLDER</c>.</summary>
    public bool Merge { get; init; }

    /// <summary>The datasets to train on, or those whose sizes to train on; default all.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];
}
