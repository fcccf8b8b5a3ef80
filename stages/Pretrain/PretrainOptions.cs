using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;

namespace Pipeline.Stages.Pretrain;

/// <summary>Settings of pre-training a small Llama-shaped model and its vocabulary.</summary>
public sealed record PretrainOptions
{
    /// <summary>How an instance is written as running text; an instruction template would teach what fine-tuning is to teach.</summary>
    public string Text { get; init; } = "{instruction}\n{input}\n{response}\n";

    /// <summary>Tokens in the vocabulary.</summary>
    public int Vocabulary { get; init; } = 2048;

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 192;

    /// <summary>Width inside the feed-forward layers.</summary>
    public int IntermediateSize { get; init; } = 512;

    /// <summary>Decoder layers.</summary>
    public int Layers { get; init; } = 5;

    /// <summary>Query heads.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Key and value heads.</summary>
    public int KeyValueHeads { get; init; } = 3;

    /// <summary>Tokens in one training sequence.</summary>
    public int ContextLength { get; init; } = 256;

    /// <summary>Sequences in one optimiser step.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Passes over the texts.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>Optimiser steps over which the learning rate rises from 0.</summary>
    public int WarmupSteps { get; init; } = 40;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Where the model runs.</summary>
    [NotASetting]
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Seed of initial weights and data order.</summary>
    [NotASetting]
    public int Seed { get; init; }

    /// <summary>Optimiser steps between saves of resumable state; changes no result.</summary>
    [JsonIgnore]
    public int SaveEverySteps { get; init; } = 50;
}
