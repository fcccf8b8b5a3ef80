using System.Numerics.Tensors;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>Cosines of embeddings of unit length, dense or sparse as they were made.</summary>
internal static class TextVectors
{
    /// <summary>The cosine of two texts.</summary>
    /// <exception cref="InvalidDataException">They were embedded differently.</exception>
    public static double MeasureCosine(EmbeddingRow left, EmbeddingRow right) =>
        left.Vector.Length != right.Vector.Length
            ? throw new InvalidDataException(
                $"{left.InstanceId} has {left.Vector.Length} dimensions and {right.InstanceId} {right.Vector.Length}: they were embedded "
                    + "differently."
            )
        : left.Vector.Length > 0 ? TensorPrimitives.Dot<float>(left.Vector, right.Vector)
        : MultiplySparse(left, right);

    private static double MultiplySparse(EmbeddingRow left, EmbeddingRow right)
    {
        var (product, i, j) = (0.0, 0, 0);
        while (i < left.Dimensions.Length && j < right.Dimensions.Length)
        {
            var order = left.Dimensions[i].CompareTo(right.Dimensions[j]);
            product += order == 0 ? (double)left.Values[i] * right.Values[j] : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return product;
    }
}
