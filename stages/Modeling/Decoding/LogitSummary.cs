using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Decoding;

/// <summary>What one row of logits says in short.</summary>
/// <param name="Argmax">The most likely token; of equals the lowest id.</param>
/// <param name="Highest">Its logit.</param>
/// <param name="Second">The highest logit of any other token.</param>
/// <param name="LogTotal">Logarithm of the sum of exp(logit).</param>
internal readonly record struct LogitSummary(int Argmax, float Highest, float Second, double LogTotal)
{
    /// <summary>Summarises a row.</summary>
    /// <exception cref="InvalidDataException">No logit is a number.</exception>
    public static LogitSummary Summarise(ReadOnlySpan<float> logits)
    {
        var argmax = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits);
        if (argmax < 0 || float.IsNaN(logits[argmax]))
        {
            throw new InvalidDataException(
                "The model's logits are not numbers; its weights are damaged, or its numbers too large for this precision."
            );
        }

        var second = Math.Max(Maximum(logits[..argmax]), Maximum(logits[(argmax + 1)..]));
        return new LogitSummary(argmax, logits[argmax], second, logits[argmax] + Math.Log(SumOfExponentials(logits, logits[argmax])));
    }

    private static float Maximum(ReadOnlySpan<float> logits) =>
        logits.IsEmpty ? float.NegativeInfinity : System.Numerics.Tensors.TensorPrimitives.Max(logits);

    private static double SumOfExponentials(ReadOnlySpan<float> logits, float maximum)
    {
        var vectors = MemoryMarshal.Cast<float, Lanes>(logits);
        var (sum, shift) = (Lanes.Zero, Vector512.Create(maximum));
        foreach (var vector in vectors)
        {
            sum += Vector512.Exp(vector - shift);
        }

        var total = (double)Vector512.Sum(sum);
        foreach (var logit in logits[(vectors.Length * Lanes.Count)..])
        {
            total += Math.Exp((double)logit - maximum);
        }

        return total;
    }
}
