using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>Pooling, counted by hand; the last state of each text is padding, which nothing may read.</summary>
public sealed class VectorPoolingTests
{
    private static readonly float[] _states = [3, 0, 0, 5, 99, 99, -3, -4, -6, -1, -2, -8];

    static VectorPoolingTests() => NativeTorch.Load();

    [Theory]
    [InlineData(PoolingKind.Mean, 1.5, 2.5, -4.5, -2.5)]
    [InlineData(PoolingKind.Cls, 3, 0, -3, -4)]
    [InlineData(PoolingKind.Max, 3, 5, -3, -1)]
    [InlineData(PoolingKind.Last, 0, 5, -6, -1)]
    public void Each_kind_reads_the_tokens_of_its_text_and_gives_unit_length(PoolingKind kind, double a, double b, double c, double d)
    {
        using var hidden = tensor(_states).view(2, 3, 2);

        var vectors = VectorPooling.Apply(hidden, [2, 2], kind);

        double[] expected = [a / Length(a, b), b / Length(a, b), c / Length(c, d), d / Length(c, d)];
        Assert.Equal(expected, vectors.Select(value => (double)value), (left, right) => Math.Abs(left - right) < 1e-6);
    }

    [Theory]
    [InlineData(PoolingKind.Mean)]
    [InlineData(PoolingKind.Cls)]
    [InlineData(PoolingKind.Max)]
    [InlineData(PoolingKind.Last)]
    public void A_text_without_tokens_is_all_zero(PoolingKind kind)
    {
        using var hidden = tensor(_states).view(2, 3, 2);

        Assert.Equal([0, 0], VectorPooling.Apply(hidden, [0, 1], kind)[..2]);
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));
}
