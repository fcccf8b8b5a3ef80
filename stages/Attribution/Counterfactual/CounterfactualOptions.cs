using System.Text.Json.Serialization;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers;

namespace Pipeline.Stages.Attribution.Counterfactual;

/// <summary>Settings of the comparison of a model with those retrained without some of its rows.</summary>
public sealed record CounterfactualOptions
{
    /// <summary>The model whose spans it is about, as tables and the report call it.</summary>
    public required string Model { get; init; }

    /// <summary>The least level of a span that is measured: 1 stands in a row, 2 is called borrowed, 3 has a shifted content word
    /// besides.</summary>
    public int Level { get; init; } = 2;

    /// <summary>The retrained models, in the order of the tables: source, random, similar.</summary>
    public required IReadOnlyList<CounterfactualArm> Arms { get; init; }

    /// <summary>Where the models run.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>float32, or bfloat16 for models that would not fit otherwise; logits are computed in float32 all the same.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Answers read at once. Changes no result on the processor in float32; elsewhere it may change the last bits.</summary>
    [JsonIgnore]
    public int BatchSize { get; init; } = 16;

    /// <summary>The batch size where results depend on it; null where they do not.</summary>
    public int? EffectiveBatchSize => UsesVectors ? null : BatchSize;

    /// <summary>Whether the scorer in plain C# reads.</summary>
    internal bool UsesVectors => InferenceModels.UseVectors(Device, Precision);
}
