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
    }

    /// <inheritdoc />
    public void Dispose() => _memory.Dispose();

    /// <summary>The factors of a layer, if it is adapted.</summary>
    internal bool TryGet(string path, out (PackedMatrix A, PackedMatrix B) factors) => _layers.TryGetValue(path, out factors);
}
