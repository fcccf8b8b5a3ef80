using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Rows of sixteen floats, each times a weight of its own, added up: a query's dimensions weigh rows of keys, its softmax weights rows of
/// values.
/// </summary>
internal static unsafe class WeightedRows
{
    // Independent sums, so that one fused multiply-add does not wait for the last; always added as (a + b) + (c + d).
    private const int Chains = 4;

    /// <summary>Σ weight · row, in an order that depends on the number of rows alone.</summary>
    /// <param name="weights">A weight for each row.</param>
    /// <param name="rows">The first row's sixteen floats.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Number of rows.</param>
    // Inlined, so that a constant stride becomes part of the addresses.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Sum(float* weights, float* rows, nint stride, int count)
    {
        Lanes a = Lanes.Zero,
            b = Lanes.Zero,
            c = Lanes.Zero,
            d = Lanes.Zero;
        var i = 0;
        for (; i + Chains <= count; i += Chains, rows += Chains * stride)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]), Vector512.Load(rows), a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i + 1]), Vector512.Load(rows + stride), b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i + 2]), Vector512.Load(rows + (2 * stride)), c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i + 3]), Vector512.Load(rows + (3 * stride)), d);
        }

        // Rows beyond the last four all go to the first sum, in order: a number of rows has one order of adding.
        for (; i < count; i++, rows += stride)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]), Vector512.Load(rows), a);
        }

        return a + b + (c + d);
    }
}
