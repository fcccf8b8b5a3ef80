using System.Text.Json.Serialization;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers;

namespace Pipeline.Stages.Attribution.Continuations;

/// <summary>Settings of the scoring of right and written texts at the same places of answers.</summary>
public sealed record ContinuationsOptions
{
    /// <summary>The model whose answers are read, as tables and the report call it.</summary>
    public required string Model { get; init; }

    /// <summary>The model that reads them.</summary>
    public required string Scorer { get; init; }

    /// <summary>How the prompts are spelled: it decides how a text is cut into tokens that is to begin an answer.</summary>
    public ChatTemplate Template { get; init; } = ChatTemplates.Default;

    /// <summary>Where the model runs.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>float32, or bfloat16 for models that would not fit otherwise; logits are computed in float32 all the same.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Texts read at once. Changes no result on the processor in float32; elsewhere it may change the last bits.</summary>
    [JsonIgnore]
    public int BatchSize { get; init; } = 16;

    /// <summary>The batch size where results depend on it; null where they do not.</summary>
    public int? EffectiveBatchSize => InferenceModels.UseVectors(Device, Precision) ? null : BatchSize;
}
