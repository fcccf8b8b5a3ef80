using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Sixteen floats at a time: read and written in 32 bits or in bfloat16, rounded to the nearest even; and the step that products are made
/// of.
/// </summary>
internal static unsafe class FloatLanes
{
    /// <summary>Floats of a vector.</summary>
    public const int Width = 16;

    /// <summary>Sixteen values from <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Load(void* values, nint index, bool bfloat16) =>
        bfloat16 ? Vector512.ShiftLeft(Widened((ushort*)values + index), 16).AsSingle() : Vector512.Load((float*)values + index);

    /// <summary>Stores sixteen values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes lanes, void* values, nint index, bool bfloat16)
    {
        if (!bfloat16)
        {
            lanes.Store((float*)values + index);
            return;
        }

        // To the nearest, ties to even, as libtorch rounds: half of the last place kept, less one where that place is even, carries.
        var bits = lanes.AsUInt32();
        var rounded = Vector512.ShiftRightLogical(
            bits + Vector512.Create(0x7FFFu) + (Vector512.ShiftRightLogical(bits, 16) & Vector512.Create(1u)),
            16
        );
        // The carry would make an infinity of some values that are no number.
        var finite = Vector512.Equals(lanes, lanes).AsUInt32();
        var kept = Vector512.ConditionalSelect(finite, rounded, Vector512.Create(0x7FC0u));
        Vector256.Narrow(kept.GetLower(), kept.GetUpper()).Store((ushort*)values + index);
    }

    /// <summary>Adds a value times each of two vectors to two sums, each rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(float value, Lanes u, Lanes v, ref Lanes first, ref Lanes second)
    {
        var lanes = Vector512.Create(value);
        first = Vector512.FusedMultiplyAdd(lanes, u, first);
        second = Vector512.FusedMultiplyAdd(lanes, v, second);
    }

    /// <summary>The largest of sixteen values; no order matters to a maximum.</summary>
    public static float Highest(Lanes lanes)
    {
        var highest = float.NegativeInfinity;
        for (var lane = 0; lane < Width; lane++)
        {
            highest = Math.Max(highest, lanes[lane]);
        }

        return highest;
    }

    /// <summary>One value.</summary>
    public static float LoadOne(void* values, nint index, bool bfloat16) =>
        bfloat16 ? BitConverter.UInt32BitsToSingle((uint)((ushort*)values)[index] << 16) : ((float*)values)[index];

    /// <summary>Stores one value.</summary>
    public static void StoreOne(float value, void* values, nint index, bool bfloat16)
    {
        if (!bfloat16)
        {
            ((float*)values)[index] = value;
            return;
        }

        var bits = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)values)[index] = float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Widened(ushort* values)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(values));
        return Vector512.Create(low, high);
    }
}
