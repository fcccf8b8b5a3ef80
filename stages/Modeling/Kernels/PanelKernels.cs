using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Inner loops of a matrix product over one panel of weights: <see cref="Width"/> outputs, all inputs, input by input. Every output is one
/// chain of fused multiply-adds over the inputs in ascending order, begun with its bias, in whichever kernel: a row's result has the same
/// bits alone and beside others.
/// </summary>
internal static unsafe class PanelKernels
{
    /// <summary>Outputs of a panel: two vectors, the columns of a tile.</summary>
    public const int Width = 32;

    /// <summary>Rows of the widest kernel.</summary>
    public const int ManyRows = TileProduct.Rows;

    /// <summary>Rows of the middle kernel.</summary>
    public const int FewRows = 4;

    /// <summary>Panels that the one-row kernel takes at once, so that its chains hide each other's latency.</summary>
    public const int Panels = 4;

    private const int Half = 16;

    /// <summary>One row, four panels: y[0..128] = bias + x W.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow(float* x, float* panel, float* bias, float* y, int inputs)
    {
        var panelSize = (long)Width * inputs;
        float* q = panel + panelSize,
            r = q + panelSize,
            s = r + panelSize;
        Lanes a0 = Vector512.Load(bias),
            a1 = Vector512.Load(bias + 16),
            b0 = Vector512.Load(bias + 32),
            b1 = Vector512.Load(bias + 48);
        Lanes c0 = Vector512.Load(bias + 64),
            c1 = Vector512.Load(bias + 80),
            d0 = Vector512.Load(bias + 96),
            d1 = Vector512.Load(bias + 112);

        // Eight chains: a fused multiply-add takes four cycles and two begin in each, so fewer would leave the units idle. A sum is not
        // split into several: it would round otherwise than in the kernels for more rows.
        for (var k = 0; k < inputs; k++)
        {
            var value = Vector512.Create(x[k]);
            var at = k * Width;
            a0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel + at), a0);
            a1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel + at + Half), a1);
            b0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(q + at), b0);
            b1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(q + at + Half), b1);
            c0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(r + at), c0);
            c1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(r + at + Half), c1);
            d0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(s + at), d0);
            d1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(s + at + Half), d1);
        }

        Store(y, a0, a1);
        Store(y + 32, b0, b1);
        Store(y + 64, c0, c1);
        Store(y + 96, d0, d1);
    }

    /// <summary>One row, one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRowOnePanel(float* x, float* panel, float* bias, float* y, int inputs)
    {
        Lanes a0 = Vector512.Load(bias),
            a1 = Vector512.Load(bias + Half);
        for (var k = 0; k < inputs; k++, panel += Width)
        {
            var value = Vector512.Create(x[k]);
            a0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel), a0);
            a1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel + Half), a1);
        }

        Store(y, a0, a1);
    }

    /// <summary>Four rows, one panel; x holds the rows interleaved input by input.</summary>
    // Four rows are eight chains, enough to keep the units busy without filling up to eight rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Few(float* x, float* panel, float* bias, float* y, long stride, int inputs)
    {
        Lanes u = Vector512.Load(bias),
            v = Vector512.Load(bias + Half);
        Lanes a0 = u,
            a1 = v,
            b0 = u,
            b1 = v,
            c0 = u,
            c1 = v,
            d0 = u,
            d1 = v;
        for (var k = 0; k < inputs; k++, panel += Width, x += FewRows)
        {
            (u, v) = (Vector512.Load(panel), Vector512.Load(panel + Half));
            FloatLanes.Accumulate(x[0], u, v, ref a0, ref a1);
            FloatLanes.Accumulate(x[1], u, v, ref b0, ref b1);
            FloatLanes.Accumulate(x[2], u, v, ref c0, ref c1);
            FloatLanes.Accumulate(x[3], u, v, ref d0, ref d1);
        }

        Store(y, a0, a1);
        Store(y + stride, b0, b1);
        Store(y + (2 * stride), c0, c1);
        Store(y + (3 * stride), d0, d1);
    }

    /// <summary>Eight rows, one panel; x holds the rows interleaved input by input, so that an input's eight values are one cache line's
    /// half.</summary>
    public static void Many(float* x, float* panel, float* bias, float* y, long stride, int inputs) =>
        TileProduct.Wide(x, 1, ManyRows, panel, Width, bias, y, (nint)stride, inputs, add: false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* y, Lanes first, Lanes second)
    {
        first.Store(y);
        second.Store(y + Half);
    }
}
