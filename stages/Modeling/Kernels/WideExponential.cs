using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Modeling.Kernels;

/// <summary>The framework's exponential, through 64 bits, which decoding goes through: its bits are part of what is generated and
/// scored.</summary>
internal readonly struct WideExponential : IExponential
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Compute(Vector512<float> x) => Vector512.Exp(x);
}
