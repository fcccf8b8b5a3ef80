using Pipeline.Modeling.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>A linear layer, with the update of an adapter where the pass has one for it.</summary>
internal sealed class LinearLayer
{
    private readonly string _path;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly bool _transposed;

    /// <summary>The layer at a module path.</summary>
    public LinearLayer(string path, IReadOnlyDictionary<string, Tensor> weights, bool transposed)
    {
        _path = path;
        _weight = weights[path + ".weight"];
        _bias = weights.GetValueOrDefault(path + ".bias");
        _transposed = transposed;
        Outputs = _weight.shape[transposed ? 1 : 0];
    }

    /// <summary>Width of its output.</summary>
    public long Outputs { get; }

    /// <summary>x Wᵀ + b, and the adapter's part, for x [.., in].</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="keep">Whether a product in bfloat16 stays in it, because what reads it takes either.</param>
    public Tensor Apply(Tensor x, ForwardPass pass, bool keep = false)
    {
        var weight = _transposed ? _weight.t() : _weight;
        if (pass.Adapter?.Adapts(_path) == true)
        {
            return pass.Adapter.Add(_path, Multiply(x, weight, pass), x, pass);
        }

        return keep && pass.Precision == Precision.Mixed ? MultiplyInBFloat16(x, weight, _bias) : Multiply(x, weight, pass);
    }

    /// <summary>x Wᵀ + b in a precision.</summary>
    public static Tensor Multiply(Tensor x, Tensor weight, Tensor? bias, Precision precision) =>
        precision == Precision.Mixed ? MultiplyInBFloat16(x, weight, bias).to(ScalarType.Float32) : nn.functional.linear(x, weight, bias);

    private Tensor Multiply(Tensor x, Tensor weight, ForwardPass pass) =>
        pass.OwnProducts && _bias is null && FusedLinear.Serves(x, weight)
            ? FusedLinear.Apply(x, weight)
            : Multiply(x, weight, _bias, pass.Precision);

    private static Tensor MultiplyInBFloat16(Tensor x, Tensor weight, Tensor? bias) =>
        nn.functional.linear(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16), bias?.to(ScalarType.BFloat16));
}
