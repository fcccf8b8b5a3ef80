using Pipeline.Modeling.Models.Decoder;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>
/// Low-rank updates of linear layers (Hu et al. 2021): a layer's output gains scale · B(A x), with A [rank, in] and B [out, rank]. The base
/// weights stay as they are, so one model serves any number of adapters.
/// </summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly SortedDictionary<string, (Tensor A, Tensor B)> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Tensor A, Tensor B, Scalar Scale)> _byPath = new(StringComparer.Ordinal);

    /// <summary>An adapter without layers.</summary>
    public LoraAdapter(LoraShape shape) => Shape = shape;

    /// <summary>Rank, scale and targets.</summary>
    public LoraShape Shape { get; }

    /// <summary>The adapted layers by module path, such as <c>model.layers.0.self_attn.q_proj</c>, in ordinal order.</summary>
    public IReadOnlyDictionary<string, (Tensor A, Tensor B)> Layers => _layers;

    /// <summary>
    /// A fresh adapter on every linear layer that a target names: A uniform as PEFT draws it (Kaiming with a = √5), B zero, so that it
    /// changes nothing yet.
    /// </summary>
    /// <exception cref="InvalidDataException">A rank is below 1, or a target or pattern fits no layer; the message lists what
    /// exists.</exception>
    public static LoraAdapter Create(CausalLanguageModel model, LoraShape shape, long seed)
    {
        shape.RequireFits(model.LinearLayers);
        var adapter = new LoraAdapter(shape.Resolved(model.LinearLayers));
        using var generator = new Generator((ulong)seed);
        var target = model.Device.ToTorch();
        foreach (var (path, outputs, inputs) in model.LinearLayers.Where(layer => shape.Adapts(layer.Path)))
        {
            var (rank, bound) = (shape.RankOf(path), 1 / Math.Sqrt(inputs));
            var a = torch.rand([rank, inputs], generator: generator).MultiplyInPlace(2 * bound).Subtract(bound);
            adapter.Add(path, a.to(target), zeros(outputs, rank).to(target));
        }

        return adapter;
    }

    /// <summary>Adds a layer; the adapter owns the tensors.</summary>
    public void Add(string layer, Tensor a, Tensor b)
    {
        _layers.Add(layer, (a.DetachFromDisposeScope(), b.DetachFromDisposeScope()));
        _byPath.Add(layer, (a, b, KeptScalars.Create(Shape.ScaleOf(layer))));
    }

    /// <summary>Whether a layer is adapted.</summary>
    internal bool Adapts(string layer) => _byPath.ContainsKey(layer);

    /// <summary>An adapted layer's output y [.., out] for input x [.., in] with its update, which is computed in 32 bits.</summary>
    internal Tensor Add(string layer, Tensor y, Tensor x, ForwardPass pass)
    {
        var (a, b, scale) = _byPath[layer];
        if (pass.Fused)
        {
            // One product adds to what there is; the scale goes where the numbers are few.
            var down =
                LinearLayer.Multiply(pass.Dropout > 0 ? nn.functional.dropout(x, pass.Dropout, training: true) : x, a, null, pass.Precision)
                * scale;
            return addmm(y.view(-1, y.shape[^1]), down.view(-1, a.shape[0]), b.t(), 1, 1).view(y.shape);
        }

        var wide = x.to(ScalarType.Float32);
        var input = pass.Dropout > 0 ? nn.functional.dropout(wide, pass.Dropout, training: true) : wide;
        return y.Add(nn.functional.linear(nn.functional.linear(input, a), b) * scale).to(y.dtype);
    }

    /// <summary>What a merged layer's weight gains [out, in]: scale · B A.</summary>
    internal Tensor Delta(string layer)
    {
        using var scope = NewDisposeScope();
        var (a, b, scale) = _byPath[layer];
        return (b.mm(a) * scale).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (a, b) in _layers.Values)
        {
            a.Dispose();
            b.Dispose();
        }
    }
}
