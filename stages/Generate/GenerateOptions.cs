using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Generate;

/// <summary>Settings of generation.</summary>
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

    /// <summary>Longest answer, tokens.</summary>
    public int MaxNewTokens { get; init; } = 96;

    /// <summary>Prompts answered at once.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>float32, or bfloat16 for models that would not fit otherwise; logits are computed in float32 all the same.</summary>
    public Precision Precision { get; init; } = Precision.Float32;
}
