using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.SourceSimilarity;

namespace Pipeline.Tests.Stages.Attribution.SourceSimilarity;

/// <summary>Cosines of dense and sparse vectors.</summary>
public sealed class TextVectorsTests
{
    [Fact]
    public void A_cosine_is_the_sum_over_the_dimensions_that_both_have()
    {
        Assert.Equal(0.96, TextVectors.MeasureCosine(Dense(0.6f, 0.8f), Dense(0.8f, 0.6f)), 1e-6);
        Assert.Equal(0.48, TextVectors.MeasureCosine(Sparse((1, 0.6f), (4, 0.8f)), Sparse((0, 0.6f), (1, 0.8f), (9, 0f))), 1e-6);
        Assert.Equal(0, TextVectors.MeasureCosine(Sparse((1, 1f)), Sparse((2, 1f))));
        Assert.Equal(0, TextVectors.MeasureCosine(Sparse(), Sparse((2, 1f))));
    }

    [Fact]
    public void Vectors_of_other_kinds_are_refused() =>
        Assert.Equal(
            "a has 2 dimensions and b 0: they were embedded differently.",
            Assert
                .Throws<InvalidDataException>(() =>
                    TextVectors.MeasureCosine(
                        new EmbeddingRow { InstanceId = "a", Vector = [1, 0] },
                        new EmbeddingRow
                        {
                            InstanceId = "b",
                            Dimensions = [1],
                            Values = [1],
                        }
                    )
                )
                .Message
        );

    private static EmbeddingRow Dense(params float[] vector) => new() { Vector = vector };

    private static EmbeddingRow Sparse(params (int Dimension, float Value)[] entries) =>
        new() { Dimensions = [.. entries.Select(entry => entry.Dimension)], Values = [.. entries.Select(entry => entry.Value)] };
}
