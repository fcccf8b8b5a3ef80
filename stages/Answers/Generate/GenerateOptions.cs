using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Answers.Generate;

/// <summary>Settings of generation. The defaults are greedy decoding, as the paper's.</summary>
public sealed record GenerateOptions
{
    /// <summary>The model's name in tables and the report.</summary>
    [NotASetting]
    public string Model { get; init; } = "";

    /// <summary>How prompts are spelled; that of tokenization.</summary>
    [NotASetting]
    public ChatTemplate Template { get; init; } = ChatTemplates.Default;

    /// <summary>Where the model runs.</summary>
    [NotASetting]
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Text with examples that stands before the request, instead of the template; null for the template.</summary>
    [NotASetting]
    public string? InContext { get; init; }

    /// <summary>Seed of sampling.</summary>
    [NotASetting]
    public int Seed { get; init; }

    /// <summary>Longest answer, tokens.</summary>
    [Range(1, 1_000_000)]
    public int MaxNewTokens { get; init; } = 96;

    /// <summary>Logits are divided by it before sampling; 0 for greedy decoding.</summary>
    [Range(0.0, 1000.0)]
    public double Temperature { get; init; }

    /// <summary>Sample among this many most likely tokens; 0 for all.</summary>
    [Range(0, 1_000_000)]
    public int TopK { get; init; }

    /// <summary>Sample among the fewest most likely tokens whose probabilities reach this sum; 1 for all.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double TopP { get; init; } = 1;

    /// <summary>Makes tokens that prompt or answer hold already less likely: positive logits are divided by it, negative ones multiplied; 1
    /// for none.</summary>
    [Range(0.01, 100.0)]
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Answers to each prompt; more than one needs a temperature.</summary>
    [Range(1, 1000)]
    public int Samples { get; init; } = 1;

    /// <summary>Texts that end an answer and are no part of it.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Ids of tokens that end an answer, beside the template's and the model's own.</summary>
    [Range(0, 16_777_215)]
    public IReadOnlyList<int> StopIds { get; init; } = [];

    /// <summary>float32, or bfloat16 for models that would not fit otherwise; logits are computed in float32 all the same.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Prompts answered at once. Changes no result on the processor in float32; elsewhere it may change the last bits of
    /// logits.</summary>
    [JsonIgnore]
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 32;

    /// <summary>The batch size where results depend on it; null where they do not.</summary>
    [NotASetting]
    public int? EffectiveBatchSize => UsesVectors ? null : BatchSize;

    /// <summary>Whether the decoder in plain C# answers.</summary>
    internal bool UsesVectors => InferenceModels.UseVectors(Device, Precision);
}
