using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>Settings of the token-shift measurement.</summary>
public sealed record ShiftOptions
{
    /// <summary>The tuned model's name in tables and the report.</summary>
    [NotASetting]
    public string Model { get; init; } = "";

    /// <summary>How it was tuned.</summary>
    [NotASetting]
    public TuningMethod Method { get; init; } = TuningMethod.Base;

    /// <summary>How the tuned model's prompts are spelled; used only for imported answers, which come without ids.</summary>
    [NotASetting]
    public ChatTemplate Template { get; init; } = ChatTemplates.Default;

    /// <summary>The name of the model on the base's side.</summary>
    [NotASetting]
    public string Reference { get; init; } = "base";

    /// <summary>Where the model runs.</summary>
    [NotASetting]
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>What stands around the request when the base reads it: same, bare, aligntds. Each gives rows of its own; same is always
    /// measured, and first.</summary>
    public IReadOnlyList<BaseWrapper> BaseWrappers { get; init; } = [BaseWrapper.Same, BaseWrapper.Bare];

    /// <summary>Pairs of models to compare with each other, beside each with the base: <c>{ from: lft.alpaca, to: sft.alpaca
    /// }</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<ShiftPair> Compare { get; init; } = [];

    /// <summary>Length of the top-k lists of the AlignTDS-compatible columns.</summary>
    [Range(1, 65_536)]
    public int TopK { get; init; } = 30;

    /// <summary>How entries of the top-k lists are matched: id, or text as AlignTDS does.</summary>
    public TokenMatch TopKMatch { get; init; } = TokenMatch.Id;

    /// <summary>float32, or bfloat16 for models that would not fit otherwise; logits are computed in float32 all the same.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Answers scored at once. Logits exist for a block of positions and a slice of the vocabulary at a time, so this bounds hidden states
    /// only. Changes no result on the processor in float32; elsewhere it may change the last bits.
    /// </summary>
    [JsonIgnore]
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 16;

    /// <summary>The batch size where results depend on it; null where they do not.</summary>
    [NotASetting]
    public int? EffectiveBatchSize => UsesVectors ? null : BatchSize;

    /// <summary>Whether the scorer in plain C# reads.</summary>
    internal bool UsesVectors => InferenceModels.UseVectors(Device, Precision);
}
