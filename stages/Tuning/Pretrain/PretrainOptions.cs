using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;

namespace Pipeline.Stages.Tuning.Pretrain;

/// <summary>Settings of pre-training a small Llama-shaped model and its vocabulary.</summary>
public sealed record PretrainOptions
{
    private const int ContextsOfPositions = 4;

    /// <summary>
    /// How an instance is written as running text, from {instruction}, {input} and {response}; an instruction template would teach what
    /// fine-tuning is to teach.
    /// </summary>
    public string Text { get; init; } = "{instruction}\n{input}\n{response}\n";

    /// <summary>Tokens in the vocabulary: one special token, 256 bytes, and what is learned.</summary>
    [Range(257, 1_000_000)]
    public int Vocabulary { get; init; } = 2048;

    /// <summary>Width of the residual stream.</summary>
    [Range(1, 16_384)]
    public int HiddenSize { get; init; } = 192;

    /// <summary>Width inside the feed-forward layers.</summary>
    [Range(1, 65_536)]
    public int IntermediateSize { get; init; } = 512;

    /// <summary>Decoder layers.</summary>
    [Range(1, 256)]
    public int Layers { get; init; } = 5;

    /// <summary>Query heads.</summary>
    [Range(1, 1024)]
    public int Heads { get; init; } = 6;

    /// <summary>Key and value heads.</summary>
    [Range(1, 1024)]
    public int KeyValueHeads { get; init; } = 3;

    /// <summary>Tokens in one training sequence.</summary>
    [Range(2, 1_000_000)]
    public int ContextLength { get; init; } = 256;

    /// <summary>Sequences in one optimiser step.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 8;

    /// <summary>The highest learning rate.</summary>
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Passes over the texts.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 2;

    /// <summary>Optimiser steps over which the learning rate rises from 0.</summary>
    [Range(0, 1_000_000)]
    public int WarmupSteps { get; init; } = 40;

    /// <summary>Share of the sequences that is held out and evaluated on after each epoch, 0–1.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double HeldOutShare { get; init; } = 0.02;

    /// <summary>Decoupled weight decay.</summary>
    [Range(0.0, 100.0)]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Where the model runs.</summary>
    [NotASetting]
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Seed of initial weights and data order.</summary>
    [NotASetting]
    public int Seed { get; init; }

    /// <summary>Optimiser steps between saves of resumable state; changes no result.</summary>
    [Range(1, 1_000_000)]
    [JsonIgnore]
    public int SaveEverySteps { get; init; } = 50;

    /// <summary>The model's shape.</summary>
    /// <exception cref="InvalidDataException">Sizes do not fit each other; the message names them.</exception>
    public ModelConfiguration ToConfiguration()
    {
        Require(
            HiddenSize % Heads == 0 && HiddenSize / Heads % 2 == 0,
            $"hidden_size ({HiddenSize}) is to be an even multiple of heads ({Heads})"
        );
        Require(Heads % KeyValueHeads == 0, $"heads ({Heads}) is to be a multiple of key_value_heads ({KeyValueHeads})");
        return new ModelConfiguration
        {
            VocabularySize = Vocabulary,
            HiddenSize = HiddenSize,
            IntermediateSize = IntermediateSize,
            Layers = Layers,
            Heads = Heads,
            KeyValueHeads = KeyValueHeads,
            HeadDimension = HiddenSize / Heads,
            TiedEmbeddings = true,
            MaximumPositions = ContextLength * ContextsOfPositions,
        };
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"pretrain.model: {what}.");
        }
    }
}
