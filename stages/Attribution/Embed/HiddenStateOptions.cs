using Pipeline.Modeling.Models;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>Settings of the embedding by the base model.</summary>
public sealed record HiddenStateOptions
{
    /// <summary>What the streamed rows are.</summary>
    public TextSource Rows { get; init; }

    /// <summary>Which side of them is embedded.</summary>
    public EmbeddedText Text { get; init; }

    /// <summary>Whose hidden states, 1-based; null for the last layer's, after the final norm.</summary>
    public int? Layer { get; init; }

    /// <summary>How they become one vector.</summary>
    public PoolingKind Pooling { get; init; }

    /// <summary>Tokens of a text that are read; what is beyond is left out.</summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>Most texts in one forward pass. Part of the settings because the last bits of a vector depend on it.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>float32, or bfloat16 for models that would not fit otherwise.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Where the model runs.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;
}
