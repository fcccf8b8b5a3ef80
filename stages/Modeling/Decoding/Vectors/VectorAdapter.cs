using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>A LoRA adapter's factors by module path: a layer's output gains B(A x), with the scale inside B.</summary>
public sealed class VectorAdapter : IDisposable
{
    private readonly WeightMemory _memory = new();
    private readonly Dictionary<string, (PackedMatrix A, PackedMatrix B)> _layers = new(StringComparer.Ordinal);

    /// <summary>Packs an adapter.</summary>
    public VectorAdapter(LoraAdapter adapter)
    {
        using var scope = NewDisposeScope();
        foreach (var (path, (a, b)) in adapter.Layers)
        {
            _layers.Add(
                path,
                (PackedMatrix.Pack(_memory, (a, null)), PackedMatrix.Pack(_memory, (b.Multiply(adapter.Shape.ScaleOf(path)), null)))
            );
        }

        WidestInner = _layers.Values.Select(factors => factors.A.Stride).DefaultIfEmpty().Max();
        WidestOuter = _layers.Values.Select(factors => factors.B.Stride).DefaultIfEmpty().Max();
    }

    /// <summary>Floats of the longest row of inner values, as products write them: the largest rank, rounded up.</summary>
    internal int WidestInner { get; }

    /// <summary>Floats of the longest row of what is added to a result, as products write them.</summary>
    internal int WidestOuter { get; }

    /// <inheritdoc />
    public void Dispose() => _memory.Dispose();

    /// <summary>Refuses a model with other layers than those that the adapter is for.</summary>
    /// <exception cref="InvalidDataException">A layer is not there, or of another shape.</exception>
    internal void RequireFits(IReadOnlyList<LinearLayerShape> layers)
    {
        var shapes = layers.ToDictionary(layer => layer.Path, StringComparer.Ordinal);
        foreach (var (path, (a, b)) in _layers)
        {
            if (!shapes.TryGetValue(path, out var layer))
            {
                throw new InvalidDataException($"The adapter is for a model with a linear layer '{path}'; this one has none.");
            }

            if (a.Inputs != layer.Inputs || b.Outputs != layer.Outputs || a.Outputs != b.Inputs)
            {
                throw new InvalidDataException(
                    $"The adapter of '{path}' has factors [{a.Outputs}, {a.Inputs}] and [{b.Outputs}, {b.Inputs}], expected "
                        + $"[rank, {layer.Inputs}] and [{layer.Outputs}, rank]."
                );
            }
        }
    }

    /// <summary>The factors of a layer, if it is adapted.</summary>
    internal bool TryGet(string path, out (PackedMatrix A, PackedMatrix B) factors) => _layers.TryGetValue(path, out factors);
}
