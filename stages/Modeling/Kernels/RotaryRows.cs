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
        // A row's angles are its own where frequencies depend on its length; else all rows share one table.
        var at = (((long)(_perRow ? row : 0) * _length) + token) * _rotated;
        RotateHalves(values, _cosines + at, _sines + at, _rotated / 2, sign);
    }

    /// <summary>Rotates pairs that lie half the rotated dimensions apart: (x, y) becomes (x cos − y sin, y cos + x sin).</summary>
    /// <param name="values">Twice as many values as there are angles.</param>
    /// <param name="cosines">A cosine for each pair.</param>
    /// <param name="sines">A sine for each pair.</param>
    /// <param name="half">Number of pairs.</param>
    /// <param name="sign">1, or −1 to rotate back.</param>
    public static void RotateHalves(float* values, float* cosines, float* sines, int half, float sign)
    {
        // Products and sums are rounded one by one, in vectors as in the tail, so that a width that fills no vector changes no bit.
        var i = 0;
        for (; i + FloatLanes.Width <= half; i += FloatLanes.Width)
        {
            var (cosine, sine) = (Vector512.Load(cosines + i), Vector512.Load(sines + i) * sign);
            var (first, second) = (Vector512.Load(values + i), Vector512.Load(values + half + i));
            ((first * cosine) - (second * sine)).Store(values + i);
            ((second * cosine) + (first * sine)).Store(values + half + i);
        }

        for (; i < half; i++)
        {
            var (cosine, sine) = (cosines[i], sines[i] * sign);
            var (first, second) = (values[i], values[half + i]);
            values[i] = (first * cosine) - (second * sine);
            values[half + i] = (second * cosine) + (first * sine);
        }
    }
}
