using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>What a caller asks of one pass.</summary>
/// <param name="Precision">How linear layers compute.</param>
/// <param name="Cache">Keys and values of earlier tokens; null to start and forget.</param>
/// <param name="Adapter">The adapter to apply; null for none.</param>
/// <param name="Training">What training asks for beyond that; null in inference.</param>
internal readonly record struct PassSettings(Precision Precision, KeyValueCache? Cache, LoraAdapter? Adapter, TrainingPass? Training)
{
    /// <summary>Tokens of each row [batch, 1], or of the sequence that each token is of [batch, length], on the processor: what rotary
    /// frequencies go by where they depend on a length. Null where no row is padded on the right.</summary>
    public Tensor? Lengths { get; init; }

    /// <summary>How many layers are applied; then their output is the result, as it is. Null for all, and the final norm after
    /// them.</summary>
    public int? Layers { get; init; }
}
