using System.Runtime.Intrinsics;
using Pipeline.Modeling.Models.Decoder;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>The non-linearities of feed-forward layers, sixteen values at a time.</summary>
internal static class Activation
{
    private const float RootOfTwoOverPi = 0.7978845608f;
    private const float Cubic = 0.044715f;

    /// <summary>target = f(gate) · up, or f(gate) where there is no up.</summary>
    public static void Apply(ActivationKind kind, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> target)
    {
        var whole = target.Length / Lanes.Count * Lanes.Count;
        for (var i = 0; i < whole; i += Lanes.Count)
        {
            var value = Apply(kind, Vector512.Create(gate[i..]));
            (up.IsEmpty ? value : value * Vector512.Create(up[i..])).CopyTo(target[i..]);
        }

        if (whole < target.Length)
        {
            Span<float> padded = stackalloc float[3 * Lanes.Count];
            var (first, second, result) = (0, Lanes.Count, 2 * Lanes.Count);
            gate[whole..target.Length].CopyTo(padded[first..]);
            // The tail goes through the same vector code, padded, so that a value has the same bits wherever it stands; without an up it is
            // multiplied by 1, which changes none.
            padded.Slice(second, Lanes.Count).Fill(1);
            (up.IsEmpty ? [] : up[whole..target.Length]).CopyTo(padded[second..]);
            (Apply(kind, Vector512.Create<float>(padded[first..])) * Vector512.Create<float>(padded[second..])).CopyTo(padded[result..]);
            padded.Slice(result, target.Length - whole).CopyTo(target[whole..]);
        }
    }

    /// <summary>tanh, from the exponential function.</summary>
    public static Lanes Tanh(Lanes x)
    {
        // Cut at 80, where tanh is 1 in 32 bits and the exponential is still finite.
        var e = Vector512.Exp(Vector512.Min(x + x, Vector512.Create(80f)));
        return Lanes.One - (Vector512.Create(2f) / (e + Lanes.One));
    }

    private static Lanes Apply(ActivationKind kind, Lanes x) =>
        kind switch
        {
            ActivationKind.Silu => x / (Lanes.One + Vector512.Exp(-x)),
            ActivationKind.Relu => Vector512.Max(x, Lanes.Zero),
            ActivationKind.GeluTanh => Vector512.Create(0.5f)
                * x
                * (Lanes.One + Tanh(Vector512.Create(RootOfTwoOverPi) * (x + (Vector512.Create(Cubic) * x * x * x)))),
            _ => Vector512.Create(0.5f) * x * (Lanes.One + ErrorFunction(x * Vector512.Create(0.70710678f))),
        };

    /// <summary>erf by formula 7.1.26 of Abramowitz and Stegun, absolute error below 1.5e-7.</summary>
    private static Lanes ErrorFunction(Lanes x)
    {
        var size = Vector512.Abs(x);
        var t = Lanes.One / (Lanes.One + (Vector512.Create(0.3275911f) * size));
        // Horner's scheme from the highest power on; products and sums are rounded one by one, without fused steps.
        var sum = Vector512.Create(1.061405429f);
        sum = (sum * t) + Vector512.Create(-1.453152027f);
        sum = (sum * t) + Vector512.Create(1.421413741f);
        sum = (sum * t) + Vector512.Create(-0.284496736f);
        sum = (sum * t) + Vector512.Create(0.254829592f);
        var value = Lanes.One - (sum * t * Vector512.Exp(-size * size));
        return Vector512.CopySign(value, x);
    }
}
