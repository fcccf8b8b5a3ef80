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
    private readonly Dictionary<string, (Tensor A, Tensor B)> _byPath = new(StringComparer.Ordinal);
    private readonly Scalar _scale;

    /// <summary>An adapter without layers.</summary>
    public LoraAdapter(LoraShape shape)
    {
        Shape = shape;
        _scale = shape.Scale;
    }

    /// <summary>Rank, scale and targets.</summary>
    public LoraShape Shape { get; }

    /// <summary>The adapted layers by module path, such as <c>model.layers.0.self_attn.q_proj</c>, in ordinal order.</summary>
    public IReadOnlyDictionary<string, (Tensor A, Tensor B)> Layers => _layers;

    /// <summary>
    /// A fresh adapter on every linear layer that a target names: A uniform as PEFT draws it (Kaiming with a = √5), B zero, so that it
    /// changes nothing yet.
    /// </summary>
    /// <exception cref="InvalidDataException">The rank is below 1, or a target fits no layer; the message lists what exists.</exception>
    public static LoraAdapter Create(CausalLanguageModel model, LoraShape shape, long seed)
    {
        if (shape.Rank < 1)
        {
            throw new InvalidDataException($"LoRA rank is {shape.Rank}, expected at least 1.");
        }

        foreach (var target in shape.Targets.Where(target => !model.LinearLayers.Any(layer => LoraShape.Names(target, layer.Path))))
        {
            var existing = model.LinearLayers.Select(layer => layer.Path.Split('.')[^1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            throw new InvalidDataException($"LoRA target '{target}' fits no layer of the model; there are: {string.Join(", ", existing)}.");
        }

        var adapter = new LoraAdapter(shape);
        using var generator = new Generator((ulong)seed);
        foreach (var (path, outputs, inputs) in model.LinearLayers.Where(layer => shape.Adapts(layer.Path)))
        {
            var bound = 1 / Math.Sqrt(inputs);
            var a = torch.rand([shape.Rank, inputs], generator: generator).mul_(2 * bound).sub_(bound);
            adapter.Add(path, a, zeros(outputs, shape.Rank));
        }

        return adapter;
    }

    /// <summary>Adds a layer; the adapter owns the tensors.</summary>
    public void Add(string layer, Tensor a, Tensor b)
    {
        _layers.Add(layer, (a.DetachFromDisposeScope(), b.DetachFromDisposeScope()));
        _byPath.Add(layer, (a, b));
    }

    /// <summary>The update, fp32, of a layer's output for input [.., in]; null where the layer is not adapted.</summary>
    internal Tensor? Update(string layer, Tensor x, double dropout)
    {
        if (!_byPath.TryGetValue(layer, out var factors))
        {
            return null;
        }

        var wide = x.to(ScalarType.Float32);
        var input = dropout > 0 ? nn.functional.dropout(wide, dropout, training: true) : wide;
        return nn.functional.linear(nn.functional.linear(input, factors.A), factors.B) * _scale;
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
