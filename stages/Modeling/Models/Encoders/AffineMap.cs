using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>A linear layer with biases.</summary>
/// <param name="Weight">[out, in].</param>
/// <param name="Bias">[out].</param>
internal sealed record AffineMap(Tensor Weight, Tensor Bias)
{
    /// <summary>The layers of some paths, which read the same input, as one: their outputs stand one after the other.</summary>
    public static AffineMap Read(EncoderWeights weights, KeptTensors kept, params IReadOnlyList<string> paths)
    {
        using var scope = NewDisposeScope();
        return new AffineMap(kept.Keep(cat(paths.Select(weights.Read).ToList())), kept.Keep(cat(paths.Select(weights.ReadBias).ToList())));
    }

    /// <summary>x Wᵀ + b for x [.., in].</summary>
    public Tensor Apply(Tensor x) => nn.functional.linear(x, Weight, Bias);
}
