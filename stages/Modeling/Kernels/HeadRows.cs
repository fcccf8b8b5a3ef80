using System.Runtime.Intrinsics;
using TorchSharp;

namespace Pipeline.Modeling.Kernels;

/// <summary>The rows of single heads in a contiguous tensor [batch, length, heads, width], which the caller keeps alive.</summary>
internal readonly unsafe struct HeadRows(torch.Tensor tensor, AttentionForm form, int heads)
{
    private readonly void* _values = TensorMemory.PointerTo(tensor);
    private readonly bool _bfloat16 = TensorMemory.IsBFloat16(tensor);
    private readonly int _width = form.Width;
    private readonly int _length = form.Length;

    /// <summary>Copies a token's head, scaled, as 32-bit floats.</summary>
    public void Load(int row, int token, int head, float* target, float scale = 1)
    {
        var (at, i) = (Offset(row, token, head), 0);
        for (; i + FloatLanes.Width <= _width; i += FloatLanes.Width)
        {
            (FloatLanes.Load(_values, at + i, _bfloat16) * scale).Store(target + i);
        }

        // A width that fills no vector ends value by value, so that nothing beside the head is read or written.
        for (; i < _width; i++)
        {
            target[i] = FloatLanes.LoadOne(_values, at + i, _bfloat16) * scale;
        }
    }

    /// <summary>Writes a token's head, scaled.</summary>
    public void Store(int row, int token, int head, float* source, float scale = 1)
    {
        var (at, i) = (Offset(row, token, head), 0);
        for (; i + FloatLanes.Width <= _width; i += FloatLanes.Width)
        {
            FloatLanes.Store(Vector512.Load(source + i) * scale, _values, at + i, _bfloat16);
        }

        // The next head begins where this one ends, and another member may be writing it.
        for (; i < _width; i++)
        {
            FloatLanes.StoreOne(source[i] * scale, _values, at + i, _bfloat16);
        }
    }

    private nint Offset(int row, int token, int head) => (nint)((((((long)row * _length) + token) * heads) + head) * _width);
}
