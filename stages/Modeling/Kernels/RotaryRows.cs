using System.Runtime.Intrinsics;
using TorchSharp;

namespace Pipeline.Modeling.Kernels;

/// <summary>Rotates rows in place by the cosines and sines of their tokens' positions; both tables hold every angle twice,
/// half-split.</summary>
internal readonly unsafe struct RotaryRows
{
    private readonly float* _cosines;
    private readonly float* _sines;
    private readonly int _rotated;
    private readonly int _length;
    private readonly bool _perRow;

    /// <summary>Tables [batch or 1, 1, length, rotated dimensions], fp32, which the caller keeps; null for no rotation.</summary>
    public RotaryRows(torch.Tensor? cosines, torch.Tensor? sines, int length)
    {
        if (cosines is null || sines is null)
        {
            return;
        }

        _cosines = (float*)TensorMemory.PointerTo(cosines);
        _sines = (float*)TensorMemory.PointerTo(sines);
        (_rotated, _length, _perRow) = ((int)cosines.shape[3], length, cosines.shape[0] > 1);
    }

    /// <summary>Rotates a row forwards, or back with <paramref name="sign"/> −1.</summary>
    public void Rotate(float* values, int row, int token, float sign)
    {
        var at = (((long)(_perRow ? row : 0) * _length) + token) * _rotated;
        var (cosines, sines, half, i) = ((nint)(_cosines + at), (nint)(_sines + at), _rotated / 2, 0);
        for (; i + FloatLanes.Width <= half; i += FloatLanes.Width)
        {
            var (cosine, sine) = (Vector512.Load((float*)cosines + i), Vector512.Load((float*)sines + i) * sign);
            var (first, second) = (Vector512.Load(values + i), Vector512.Load(values + half + i));
            ((first * cosine) - (second * sine)).Store(values + i);
            ((second * cosine) + (first * sine)).Store(values + half + i);
        }

        for (; i < half; i++)
        {
            var (cosine, sine) = (((float*)cosines)[i], ((float*)sines)[i] * sign);
            var (first, second) = (values[i], values[half + i]);
            values[i] = (first * cosine) - (second * sine);
            values[half + i] = (second * cosine) + (first * sine);
        }
    }
}
