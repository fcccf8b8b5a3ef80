using System.Runtime.Intrinsics;
using CsCheck;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Native;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>Our loops against the library's operators: the same results and the same gradients, in 32 bits and in bfloat16, for shapes that
/// fill no vector.</summary>
public sealed class FusedKernelTests : IDisposable
{
    /// <summary>Of our own: tests that run beside these draw from the library's.</summary>
    private readonly Generator _random;

    public FusedKernelTests()
    {
        NativeTorch.Load();
        _random = new Generator();
    }

    public void Dispose() => _random.Dispose();

    [Theory]
    [InlineData(2, 4, 2, 37, 20, 12)]
    [InlineData(1, 6, 6, 1, 8, 8)]
    [InlineData(3, 6, 1, 65, 32, 32)]
    [InlineData(2, 2, 2, 100, 80, 32)]
    public void Attention_and_its_gradients_are_the_librarys(int batch, int heads, int groups, int length, int width, int rotated)
    {
        Require();
        using var scope = NewDisposeScope();
        _random.manual_seed(1);
        var (q, k, v) = (Leaf(batch, length, heads, width), Leaf(batch, length, groups, width), Leaf(batch, length, groups, width));
        var angles = arange(length, ScalarType.Float32).unsqueeze(-1) * rand(rotated / 2, generator: _random);
        var doubled = cat([angles, angles], -1).unsqueeze(0).unsqueeze(0);
        var tables = (doubled.cos(), doubled.sin());

        Tensor Library(Tensor query, Tensor key, Tensor value)
        {
            var (rotatedQuery, rotatedKey) = (
                Rotated(query.transpose(1, 2), tables, rotated),
                Rotated(key.transpose(1, 2), tables, rotated)
            );
            Tensor Repeated(Tensor x) => x.repeat_interleave(heads / groups, 1);
            var attended = nn.functional.scaled_dot_product_attention(
                rotatedQuery,
                Repeated(rotatedKey),
                Repeated(value.transpose(1, 2)),
                null,
                0,
                is_casual: true
            );
            return attended.transpose(1, 2).reshape(batch, length, heads * width);
        }

        AssertSame(
            [q, k, v],
            1e-5,
            inputs => Library(inputs[0], inputs[1], inputs[2]),
            (inputs, type) => FusedAttention.Apply(inputs[0], inputs[1], inputs[2], tables, 1 / Math.Sqrt(width), type)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Norm_and_its_gradients_are_the_librarys(int offset)
    {
        Require();
        using var scope = NewDisposeScope();
        _random.manual_seed(2);
        var gain = Leaf(48);

        AssertSame(
            [Leaf(3, 67, 48)],
            1e-5,
            inputs => inputs[0] * (inputs[0].square().mean([-1], true) + 1e-6).rsqrt() * (gain + offset),
            (inputs, type) => FusedNorm.Apply(inputs[0], gain, 1e-6, offset, type),
            gain
        );
    }

    [Fact]
    public void Gate_and_its_gradients_are_the_librarys()
    {
        Require();
        using var scope = NewDisposeScope();
        _random.manual_seed(3);

        AssertSame(
            [Leaf(3, 700, 32), Leaf(3, 700, 32)],
            1e-5,
            inputs => nn.functional.silu(inputs[0]) * inputs[1],
            (inputs, type) => FusedGate.Apply(inputs[0], inputs[1], type)
        );
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 5e-3)]
    public void Logits_become_the_gradients_of_their_cross_entropy(ScalarType type, double tolerance)
    {
        Require();
        using var scope = NewDisposeScope();
        _random.manual_seed(4);
        var logits = (randn([19, 83], generator: _random) * 4).to(type);
        var labels = randint(0, 83, [19], generator: _random);
        var recorded = logits.to(ScalarType.Float32).requires_grad_();
        var expected = nn.functional.cross_entropy(recorded, labels, reduction: nn.Reduction.Sum);
        expected.backward();

        var sum = SoftmaxRows.ToGradients(logits, labels);

        Assert.Equal(expected.item<float>(), sum, 1e-3);
        AssertClose(recorded.grad!, logits, tolerance);
    }

    [Fact]
    public void Exponentials_are_right_to_the_last_places_and_at_the_ends()
    {
        Require();
        Gen.Float[-87, 88].Sample(x => Math.Abs((Exponential.Compute(Vector512.Create(x))[0] / Math.Exp(x)) - 1) < 3e-7);
        Assert.Equal(0, Exponential.Compute(Vector512.Create(float.NegativeInfinity))[0]);
        Assert.Equal(float.PositiveInfinity, Exponential.Compute(Vector512.Create(1e9f))[0]);
        Assert.Equal(float.NaN, Exponential.Compute(Vector512.Create(float.NaN))[0]);
    }

    private static void Require() =>
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "Needs vectors of 512 bits; elsewhere the library's operators are used.");

    private Tensor Leaf(params long[] shape) => randn(shape, generator: _random).requires_grad_();

    private static Tensor Rotated(Tensor x, (Tensor Cosine, Tensor Sine) tables, int rotated)
    {
        var part = x.narrow(-1, 0, rotated);
        var halves = part.chunk(2, -1);
        return cat(
            [(part * tables.Cosine) + (cat([-halves[1], halves[0]], -1) * tables.Sine), x.narrow(-1, rotated, x.shape[^1] - rotated)],
            -1
        );
    }

    private void AssertSame(
        Tensor[] inputs,
        double tolerance,
        Func<Tensor[], Tensor> library,
        Func<Tensor[], ScalarType, Tensor> own,
        Tensor? weight = null
    )
    {
        foreach (var (type, bound) in new[] { (ScalarType.Float32, tolerance), (ScalarType.BFloat16, 0.05) })
        {
            var rounded = Array.ConvertAll(inputs, input => input.detach().to(type));
            var (left, right) = (
                Array.ConvertAll(rounded, x => x.to(ScalarType.Float32).clone().requires_grad_()),
                Array.ConvertAll(rounded, x => x.detach().clone().requires_grad_())
            );
            var expected = library(left);
            var outer = randn(expected.shape, generator: _random);
            expected.backward([outer]);
            using var expectedWeight = weight?.grad?.clone();
            weight?.grad = null;
            var actual = own(right, type);
            actual.backward([outer.to(type)]);

            Assert.Equal(type, actual.dtype);
            AssertClose(expected, actual, bound);
            Assert.All(left.Zip(right), pair => AssertClose(pair.First.grad!, pair.Second.grad!, bound));
            if (expectedWeight is not null)
            {
                AssertClose(expectedWeight, weight!.grad!, bound);
                weight.grad = null;
            }
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual, double bound)
    {
        var scale = Math.Max(1, expected.abs().max().item<float>());
        Assert.InRange((expected - actual.to(ScalarType.Float32)).abs().max().item<float>() / scale, 0, bound);
    }
}
