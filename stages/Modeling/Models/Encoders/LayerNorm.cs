using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>A norm over the last dimension (Ba et al. 2016).</summary>
/// <param name="Gain">[width].</param>
/// <param name="Bias">[width].</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record LayerNorm(Tensor Gain, Tensor Bias, double Epsilon)
{
    private readonly long[] _shape = Gain.shape;

    /// <summary>The norm of a path.</summary>
    public static LayerNorm Read(EncoderWeights weights, KeptTensors kept, string path)
    {
        using var scope = NewDisposeScope();
        return new LayerNorm(kept.Keep(weights.Read(path)), kept.Keep(weights.ReadBias(path)), weights.Configuration.NormEpsilon);
    }

    /// <summary>Normalises x [.., width].</summary>
    public Tensor Apply(Tensor x) => nn.functional.layer_norm(x, _shape, Gain, Bias, Epsilon);
}
