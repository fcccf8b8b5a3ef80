using System.Runtime.InteropServices;
using Pipeline.Modeling.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>Rows of floats by index: an embedding, learned positions, the gains of a norm.</summary>
internal sealed class LookupTable : IDisposable
{
    // 256 MiB: as many rows as are widened to 32 bits at once, each block costing one native call.
    private const int BlockFloats = 1 << 26;

    private readonly FloatBuffer _rows;

    /// <summary>Copies a matrix, or a vector as one row.</summary>
    public LookupTable(Tensor values)
    {
        Count = values.dim() == 1 ? 1 : (int)values.shape[0];
        Width = (int)values.shape[^1];
        _rows = new FloatBuffer((long)Count * Width);
        var rowsAtOnce = Math.Max(1, BlockFloats / Width);
        for (var row = 0; row < Count; row += rowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var block = (values.dim() == 1 ? values : values.narrow(0, row, Math.Min(rowsAtOnce, Count - row)))
                .to(ScalarType.Float32)
                .contiguous();
            MemoryMarshal.Cast<byte, float>(block.bytes).CopyTo(_rows.Span((long)row * Width, (int)block.numel()));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Length of a row.</summary>
    public int Width { get; }

    /// <summary>A row.</summary>
    public ReadOnlySpan<float> this[int row] => _rows.Span((long)row * Width, Width);

    /// <inheritdoc />
    public void Dispose() => _rows.Dispose();
}
