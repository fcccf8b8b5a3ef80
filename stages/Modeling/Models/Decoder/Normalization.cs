using Pipeline.Modeling.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>A norm over the last dimension.</summary>
internal sealed class Normalization
{
    private readonly NormKind _kind;
    private readonly Tensor _gain;
    private readonly Tensor? _bias;
    private readonly long[] _shape;
    private readonly double _epsilon;
    private readonly Scalar _addend;

    private Normalization(string path, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration)
    {
        _kind = configuration.Layout.Norm;
        _gain = weights[path + ".weight"];
        _bias = weights.GetValueOrDefault(path + ".bias");
        _shape = _gain.shape;
        _epsilon = configuration.NormEpsilon;
        _addend = KeptScalars.Create(configuration.NormEpsilon);
    }

    /// <summary>The norm of a name below a path; null for no name.</summary>
    public static Normalization? At(
        string path,
        string? name,
        IReadOnlyDictionary<string, Tensor> weights,
        ModelConfiguration configuration
    ) => name is null ? null : new Normalization($"{path}.{name}", weights, configuration);

    /// <summary>The norm at a path.</summary>
    public static Normalization At(string path, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration) =>
        new(path, weights, configuration);

    /// <summary>Normalises x [.., width]; root mean squares are taken in 32 bits.</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="type">The type wanted by what reads the result, where the pass is fused; else it is the input's.</param>
    public Tensor Apply(Tensor x, ForwardPass pass, ScalarType type)
    {
        if (pass.Fused && _kind != NormKind.Layer && _shape[0] % FloatLanes.Width == 0)
        {
            return FusedNorm.Apply(x, _gain, _epsilon, _kind == NormKind.RootMeanSquareAroundOne ? 1 : 0, type);
        }

        if (_kind == NormKind.Layer)
        {
            return nn.functional.layer_norm(x, _shape, _gain, _bias, _epsilon);
        }

        var wide = x.to(ScalarType.Float32);
        var normed = wide * wide.square().mean([-1], true).Add(_addend).rsqrt();
        return (_kind == NormKind.RootMeanSquareAroundOne ? normed * _gain.to(ScalarType.Float32).Add(KeptScalars.One) : normed * _gain).to(
            x.dtype
        );
    }
}
