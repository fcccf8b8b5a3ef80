using Pipeline.Modeling.Models;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>Settings of the embedding by a sentence encoder.</summary>
public sealed record SentenceOptions
{
    /// <summary>What the streamed rows are.</summary>
    public TextSource Rows { get; init; }

    /// <summary>Which side of them is embedded.</summary>
    public EmbeddedText Text { get; init; }

    /// <summary>How hidden states become one vector.</summary>
    public required PoolingKind Pooling { get; init; }

    /// <summary>Tokens of a text that are read, those around it included; what is beyond is left out.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Most texts in one forward pass. Part of the settings because the last bits of a vector depend on it.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Where the encoder runs.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;
}
