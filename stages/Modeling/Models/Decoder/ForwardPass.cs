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
    /// Whether norms, attention and gates are computed by our own loops, as in training on the processor. It is said here and not found out
    /// on the spot, because a layer that is computed again is to be computed the same way.
    /// </summary>
    public bool Fused { get; init; }

    /// <summary>Whether products of linear layers are computed by our own loops too, where those serve.</summary>
    public bool OwnProducts { get; init; }

    /// <summary>The type in which these loops hand over to linear layers: what those multiply in.</summary>
    public ScalarType OutputType => Fused && Precision == Precision.Mixed ? ScalarType.BFloat16 : ScalarType.Float32;

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

    /// <summary>Seed of that dropout; every layer draws from it and its own number, so that what is computed again is dropped
    /// again.</summary>
    public long DropoutSeed { get; init; }

    /// <summary>In the last layer, which of the flattened tokens are wanted [labels]; null for all.</summary>
    public Tensor? LabelIndices { get; init; }

    /// <summary>The tensors that are made for one pass.</summary>
    public IReadOnlyList<Tensor> Tensors =>
        [
            .. Rotary is { } rotary ? (Tensor[])[rotary.Cosine, rotary.Sine] : [],
            .. LabelIndices is { } labels ? (Tensor[])[labels] : [],
            .. Masks.Tensors,
        ];

    /// <summary>The same with other handles of <see cref="Tensors"/>, in that order.</summary>
    public ForwardPass With(IReadOnlyList<Tensor> tensors)
    {
        var angles = Rotary is null ? 0 : 2;
        var labels = LabelIndices is null ? 0 : 1;
        return this with
        {
            Rotary = Rotary is null ? null : (tensors[0], tensors[1]),
            LabelIndices = LabelIndices is null ? null : tensors[angles],
            Masks = Masks.With(tensors.Skip(angles + labels).ToList()),
        };
    }

    /// <summary>The wanted rows of x [batch, length, width], one after the other; x itself where all are.</summary>
    public Tensor AtLabels(Tensor x) => LabelIndices is null ? x : x.reshape(-1, x.shape[^1]).index_select(0, LabelIndices);
}
