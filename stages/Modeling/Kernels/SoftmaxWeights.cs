using System.Runtime.Intrinsics;

namespace Pipeline.Modeling.Kernels;

/// <summary>The weights of a softmax before they are divided, in training's attention and in decoding's.</summary>
internal static unsafe class SoftmaxWeights
{
    /// <summary>Scores become exp(score − subtrahend); returns their sum. What is −∞ becomes 0.</summary>
    /// <param name="scores">Whole vectors of scores.</param>
    /// <param name="count">A multiple of sixteen.</param>
    /// <param name="subtrahend">The row's maximum, or the logarithm of its sum of exponentials.</param>
    public static float Exponentiate<TExponential>(float* scores, int count, float subtrahend)
        where TExponential : struct, IExponential
    {
        var sum = Vector512<float>.Zero;
        for (var j = 0; j < count; j += FloatLanes.Width)
        {
            var weight = TExponential.Compute(Vector512.Load(scores + j) - Vector512.Create(subtrahend));
            weight.Store(scores + j);
            sum += weight;
        }

        // Sixteen sums in parallel, then added by the framework's fixed tree: one order, whatever the length.
        return Vector512.Sum(sum);
    }
}
