using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// exp in 32 bits for sixteen values, to two units in the last place: a power of two times a polynomial on ±ln 2 / 2 (coefficients of
/// Cephes' <c>expf</c>). The library's goes through 64 bits, which the loops of training have no use for.
/// </summary>
internal readonly struct Exponential : IExponential
{
    private const float Lowest = -87.3f;
    private const float Highest = 88.3f;

    // Added and subtracted, it rounds to an integer.
    private const float Rounder = 12_582_912f;

    /// <summary>exp(x); 0 below −87.3, infinity above 88.3, no number for no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Compute(Lanes x)
    {
        var power = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), Vector512.Create(Rounder)) - Vector512.Create(Rounder);
        // ln 2 in two parts, the first with few digits, so that the product with an integer is exact and nothing cancels.
        var rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-0.693359375f), x);
        rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(2.12194440e-4f), rest);
        // Horner's scheme, highest power first: the order in which Cephes' error bound holds.
        var sum = Vector512.FusedMultiplyAdd(Vector512.Create(1.9875691500e-4f), rest, Vector512.Create(1.3981999507e-3f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(8.3334519073e-3f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(4.1665795894e-2f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1.6666665459e-1f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(5.0000001201e-1f));
        sum = Vector512.FusedMultiplyAdd(sum, rest * rest, rest) + Lanes.One;
        // Two to the power, by writing the exponent; |power| stays below 128 between the two bounds, which the last lines see to.
        var scale = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(power) + Vector512.Create(127), 23).AsSingle();
        var inside = Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512.Create(Highest)),
            Vector512.Create(float.PositiveInfinity),
            sum * scale
        );
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Lowest)), Lanes.Zero, inside);
    }
}
