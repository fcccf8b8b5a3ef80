using System.Numerics.Tensors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>A norm of one row.</summary>
internal sealed class VectorNorm : IDisposable
{
    private readonly LookupTable _gain;
    private readonly LookupTable? _bias;
    private readonly bool _centred;
    private readonly double _epsilon;

    private VectorNorm(string path, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration)
    {
        using var scope = NewDisposeScope();
        var gain = weights[path + ".weight"];
        _gain = new LookupTable(
            configuration.Layout.Norm == NormKind.RootMeanSquareAroundOne ? gain.to(ScalarType.Float32).Add(KeptScalars.One) : gain
        );
        _bias = weights.TryGetValue(path + ".bias", out var bias) ? new LookupTable(bias) : null;
        _centred = configuration.Layout.Norm == NormKind.Layer;
        _epsilon = configuration.NormEpsilon;
    }

    /// <summary>The norm of a name below a path; null for no name.</summary>
    public static VectorNorm? At(
        string path,
        string? name,
        IReadOnlyDictionary<string, Tensor> weights,
        ModelConfiguration configuration
    ) => name is null ? null : new VectorNorm($"{path}.{name}", weights, configuration);

    /// <summary>The norm of a name below a prefix that ends with its own separator.</summary>
    public static VectorNorm Final(IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration) =>
        new(configuration.Layout.Base + configuration.Layout.FinalNorm, weights, configuration);

    /// <summary>Normalises a row, or each of several heads that lie one after the other; source and target may be the same.</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        for (var start = 0; start < source.Length; start += _gain.Width)
        {
            One(source.Slice(start, _gain.Width), target.Slice(start, _gain.Width));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gain.Dispose();
        _bias?.Dispose();
    }

    private void One(ReadOnlySpan<float> source, Span<float> target)
    {
        if (_centred)
        {
            // The mean goes first and squares are taken of what is left: the difference of two large sums would cancel.
            TensorPrimitives.Subtract(source, TensorPrimitives.Sum(source) / source.Length, target);
            source = target;
        }

        // The sum in 32 bits, the root in 64: rounding the scale once is all that a row's values share.
        var scale = (float)(1 / Math.Sqrt((TensorPrimitives.SumOfSquares(source) / (double)source.Length) + _epsilon));
        // Scale, then gain, then bias, each rounded: one order for a row alone and for heads one after the other.
        TensorPrimitives.Multiply(source, scale, target);
        TensorPrimitives.Multiply(target, _gain[0], target);
        if (_bias is not null)
        {
            TensorPrimitives.Add(target, _bias[0], target);
        }
    }
}
