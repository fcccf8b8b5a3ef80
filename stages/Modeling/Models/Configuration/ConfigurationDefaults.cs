namespace Pipeline.Modeling.Models.Configuration;

/// <summary>What a family's models are where their <c>config.json</c> says nothing: the defaults of transformers' configuration
/// classes.</summary>
internal sealed record ConfigurationDefaults
{
    public required int VocabularySize { get; init; }

    public required int HiddenSize { get; init; }

    public required int IntermediateSize { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    /// <summary>Null for as many as there are query heads.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Null for the hidden size divided by the heads.</summary>
    public int? HeadDimension { get; init; }

    public required int MaximumPositions { get; init; }

    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>The key under which configurations of the family give <see cref="NormEpsilon"/>.</summary>
    public string NormEpsilonKey { get; init; } = "rms_norm_eps";

    public double RotaryBase { get; init; } = 10_000;

    public bool TiedEmbeddings { get; init; }

    /// <summary>Whether the family's embedding is told which token pads, and so never trains its row.</summary>
    public bool KeepsPaddingRow { get; init; } = true;

    /// <summary>The token that pads; null for none.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>The name of the non-linearity.</summary>
    public string Activation { get; init; } = "silu";

    /// <summary>The key under which configurations of the family give <see cref="NormEpsilon"/>.</summary>
    public string ActivationKey { get; init; } = "hidden_act";
}
