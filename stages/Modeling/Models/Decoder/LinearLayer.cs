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
    }

    /// <summary>x Wᵀ + b, and the adapter's part, for x [.., in].</summary>
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        var y = Multiply(x, _transposed ? _weight.t() : _weight, _bias, pass.Precision);
        return pass.Adapter?.Update(_path, x, pass.Dropout) is { } update ? (y + update).to(y.dtype) : y;
    }

    /// <summary>x Wᵀ + b in a precision.</summary>
    public static Tensor Multiply(Tensor x, Tensor weight, Tensor? bias, Precision precision) => precision == Precision.Mixed
        ? nn.functional.linear(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16), bias?.to(ScalarType.BFloat16)).to(ScalarType.Float32)
        : nn.functional.linear(x, weight, bias);
}
