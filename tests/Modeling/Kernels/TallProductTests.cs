using System.Runtime.Intrinsics;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Native;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>Products of linear layers: their sums in the order that is promised, to the bit, and the library's results and
/// gradients.</summary>
public sealed class TallProductTests
{
    public TallProductTests() => NativeTorch.Load();

    /// <summary>Inner sizes of one chain, of two halves and a rest of one, and of whole chains and a rest; rows that fill no
    /// tile.</summary>
    [Theory]
    [InlineData(8, 32, 160)]
    [InlineData(21, 64, 193)]
    [InlineData(67, 32, 352)]
    [InlineData(130, 96, 500)]
    public unsafe void Sums_are_chains_in_ascending_order(int rows, int outputs, int inner)
    {
        Require();
        var random = new Random(1);
        using var x = Filled(random, rows * inner);
        using var weights = Filled(random, outputs * inner);
        using var y = new FloatBuffer((long)rows * outputs);

        TallProduct.WithRows(x.Pointer, weights.Pointer, y.Pointer, rows, outputs, inner);
        AssertSums(
            y,
            rows,
            outputs,
            inner,
            (row, k) => x.Pointer[(row * inner) + k],
            (output, k) => weights.Pointer[(output * inner) + k],
            0
        );

        TallProduct.WithColumns(x.Pointer, weights.Pointer, y.Pointer, rows, outputs, inner);
        AssertSums(
            y,
            rows,
            outputs,
            inner,
            (row, k) => x.Pointer[(row * inner) + k],
            (output, k) => weights.Pointer[(k * outputs) + output],
            0
        );

        using var gradients = Filled(random, inner * 64);
        using var sums = new FloatBuffer(64L * outputs);
        sums.Span(0, 64 * outputs).Fill(0.5f);
        TallProduct.OverRows(gradients.Pointer, weights.Pointer, sums.Pointer, inner, 64, outputs, add: true);
        AssertSums(
            sums,
            64,
            outputs,
            inner,
            (row, k) => gradients.Pointer[(k * 64) + row],
            (output, k) => weights.Pointer[(k * outputs) + output],
            0.5f
        );
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_linear_layer_and_its_gradients_are_the_librarys(bool ofInput, bool ofWeight)
    {
        Require();
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var (x, weight, outer) = (
            randn([3, 19, 64], generator: generator),
            randn([96, 64], generator: generator),
            randn([3, 19, 96], generator: generator)
        );
        var expected = (X: x.clone().requires_grad_(ofInput), Weight: weight.clone().requires_grad_(ofWeight));
        var actual = (X: x.clone().requires_grad_(ofInput), Weight: weight.clone().requires_grad_(ofWeight));
        var y = nn.functional.linear(expected.X, expected.Weight);
        y.backward([outer]);

        Assert.True(FusedLinear.Serves(actual.X, actual.Weight));
        var own = FusedLinear.Apply(actual.X, actual.Weight);
        own.backward([outer]);

        AssertClose(y, own);
        Assert.Equal([ofInput, ofWeight], [actual.X.grad is not null, actual.Weight.grad is not null]);
        foreach (
            var (right, left) in new[] { (expected.X.grad, actual.X.grad), (expected.Weight.grad, actual.Weight.grad) }.Where(pair =>
                pair.Item1 is not null
            )
        )
        {
            AssertClose(right!, left!);
        }
    }

    private static void Require() =>
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "Needs vectors of 512 bits; elsewhere the library's operators are used.");

    private static FloatBuffer Filled(Random random, int length)
    {
        var buffer = new FloatBuffer(length);
        foreach (ref var value in buffer.Span(0, length))
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return buffer;
    }

    private static void AssertSums(
        FloatBuffer y,
        int rows,
        int outputs,
        int inner,
        Func<int, int, float> left,
        Func<int, int, float> right,
        float start
    )
    {
        var chain =
            inner <= 192 ? inner
            : inner < 384 ? inner / 2
            : 192;
        var expected = new float[rows * outputs];
        for (var place = 0; place < expected.Length; place++)
        {
            var sum = start;
            for (var first = 0; first < inner; first += chain)
            {
                var part = 0f;
                for (var k = first; k < Math.Min(inner, first + chain); k++)
                {
                    part = MathF.FusedMultiplyAdd(left(place / outputs, k), right(place % outputs, k), part);
                }

                sum += part;
            }

            expected[place] = sum;
        }

        Assert.Equal(expected, y.Span(0, expected.Length).ToArray());
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-4);
}
