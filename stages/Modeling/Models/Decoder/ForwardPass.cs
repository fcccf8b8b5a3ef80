using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>What all layers of one pass through the decoder share.</summary>
internal sealed record ForwardPass
{
    /// <summary>Rows.</summary>
    public required int Batch { get; init; }

    /// <summary>Tokens of each row in this pass.</summary>
    public required int Length { get; init; }

    /// <summary>How linear layers compute.</summary>
    public required Precision Precision { get; init; }

    /// <summary>
    /// Whether norms, attention and gates are computed by our own loops, as in training on the processor. It is said here and not found out on the
    /// spot, because a layer that is computed again is to be computed the same way.
    /// </summary>
    public bool Fused { get; init; }

    /// <summary>The type in which these loops hand over to linear layers: what those multiply in.</summary>
    public ScalarType Handover => Fused && Precision == Precision.Mixed ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Cosines and sines of the tokens' positions; null where positions are learned.</summary>
    public (Tensor Cosine, Tensor Sine)? Rotary { get; init; }

    /// <summary>What may be seen, for each window that the model has.</summary>
    public required AttentionMasks Masks { get; init; }

    /// <summary>Keys and values of earlier tokens; null to start and forget.</summary>
    public KeyValueCache? Cache { get; init; }

    /// <summary>The adapter to apply; null for none.</summary>
    public LoraAdapter? Adapter { get; init; }

    /// <summary>Dropout of the adapter's inputs, 0–1.</summary>
    public double Dropout { get; init; }

    /// <summary>Seed of that dropout; every layer draws from it and its own number, so that what is computed again is dropped again.</summary>
    public long DropoutSeed { get; init; }

    /// <summary>The tensors that are made for one pass.</summary>
    public IReadOnlyList<Tensor> Tensors => Rotary is { } rotary ? [rotary.Cosine, rotary.Sine, .. Masks.Tensors] : Masks.Tensors;

    /// <summary>The same with other handles of <see cref="Tensors"/>, in that order.</summary>
    public ForwardPass With(IReadOnlyList<Tensor> tensors) => Rotary is null
        ? this with { Masks = Masks.With(tensors) }
        : this with { Rotary = (tensors[0], tensors[1]), Masks = Masks.With(tensors.Skip(2).ToList()) };
}
