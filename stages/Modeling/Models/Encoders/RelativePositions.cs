using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>
/// The biases of attention by distance (Raffel et al. 2020): each half of the classes is for one direction; near distances have a class
/// each, farther ones share it logarithmically, and all from 128 on the last.
/// </summary>
internal static class RelativePositions
{
    /// <summary>Classes that give each direction a near and a far one.</summary>
    public const int FewestBuckets = 4;

    /// <summary>Classes of which the near ones do not yet reach the farthest distance.</summary>
    public const int MostBuckets = 256;

    private const int Farthest = 128;

    /// <summary>What is added to the scores of queries for keys [1, heads, length, length].</summary>
    /// <param name="biases">A bias for each class and head [buckets, heads].</param>
    /// <param name="length">Tokens.</param>
    public static Tensor Bias(Tensor biases, int length)
    {
        using var scope = NewDisposeScope();
        var byDistance = Buckets((int)biases.shape[0], length);
        var classes = new long[checked(length * length)];
        for (var query = 0; query < length; query++)
        {
            for (var key = 0; key < length; key++)
            {
                classes[(query * length) + key] = byDistance[key - query + length - 1];
            }
        }

        return biases
            .index_select(0, tensor(classes).to(biases.device))
            .view(length, length, biases.shape[1])
            .permute(2, 0, 1)
            .unsqueeze(0)
            .contiguous()
            .MoveToOuterDisposeScope();
    }

    /// <summary>The class of each distance from −(length − 1) to length − 1, key minus query.</summary>
    internal static long[] Buckets(int buckets, int length)
    {
        var half = buckets / 2;
        var exact = half / 2;
        var classes = new long[(2 * length) - 1];
        for (var distance = 1 - length; distance < length; distance++)
        {
            var far = Math.Abs(distance);
            // In 32 bits and in this order, as transformers computes it: at powers of two the rounding decides.
            var shared =
                far < exact
                    ? far
                    : exact + (long)(MathF.Log(far / (float)exact) / (float)Math.Log(Farthest / (double)exact) * (half - exact));
            classes[distance + length - 1] = (distance > 0 ? half : 0) + Math.Min(shared, half - 1);
        }

        return classes;
    }
}
