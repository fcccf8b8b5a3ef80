using Pipeline.Modeling.Kernels;

namespace Pipeline.Modeling.Decoding;

/// <summary>Rows of next-token logits in memory that an engine owns.</summary>
public readonly unsafe struct LogitRows
{
    private readonly float* _first;
    private readonly int _count;
    private readonly int _width;
    private readonly long _stride;

    /// <summary>Rows of <paramref name="width"/> logits, <paramref name="stride"/> floats apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer does not hold as many.</exception>
    internal LogitRows(FloatBuffer buffer, int count, int width, long stride)
    {
        buffer.RequireRows(count, stride, width);
        _first = buffer.Pointer;
        (_count, _width, _stride) = (count, width, stride);
    }

    /// <summary>Rows of a matrix [rows, width] in a tensor, fp32, which the engine keeps.</summary>
    internal LogitRows(TorchSharp.torch.Tensor logits)
    {
        _first = (float*)TensorMemory.PointerTo(logits);
        (_count, _width) = (checked((int)logits.shape[0]), checked((int)logits.shape[1]));
        _stride = _width;
    }

    /// <summary>The logits of a row; the caller may change them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> this[int row] =>
        (uint)row < (uint)_count ? new(_first + (row * _stride), _width) : throw new ArgumentOutOfRangeException(nameof(row), row, null);
}
