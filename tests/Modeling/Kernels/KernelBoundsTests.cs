using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>The kernels at random sizes, each buffer between margins: nothing is written or read beside what they are given, and what does
/// not fit is refused before anything is.</summary>
public sealed unsafe class KernelBoundsTests : IDisposable
{
    private const double Tolerance = 1e-3;

    private readonly DisposeScope _scope;
    private readonly Generator _generator;

    public KernelBoundsTests()
    {
        NativeTorch.Load();
        _scope = NewDisposeScope();
        _generator = new Generator(7);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Tall_products_stay_inside_their_matrices()
    {
        var random = new Random(11);
        for (var round = 0; round < 40; round++)
        {
            using var memory = new GuardedMemory();
            var (rows, outputs, inner) = (random.Next(1, 150), 32 * random.Next(1, 5), random.Next(1, 420));
            using var x = Filled(random, rows * inner);
            using var weights = Filled(random, outputs * inner);
            using var y = new FloatBuffer((long)rows * outputs);
            Tensor Matrix(FloatBuffer buffer, int first, int second) =>
                tensor(buffer.Span(0, first * second).ToArray()).view(first, second);

            TallProduct.WithRows(x.Pointer, weights.Pointer, y.Pointer, rows, outputs, inner);
            AssertClose(Matrix(x, rows, inner).mm(Matrix(weights, outputs, inner).t()), Matrix(y, rows, outputs));
            TallProduct.WithColumns(x.Pointer, weights.Pointer, y.Pointer, rows, outputs, inner);
            AssertClose(Matrix(x, rows, inner).mm(Matrix(weights, inner, outputs)), Matrix(y, rows, outputs));

            var inputs = 32 * random.Next(1, 4);
            using var gradients = Filled(random, inner * outputs);
            using var values = Filled(random, inner * inputs);
            using var sums = new FloatBuffer((long)outputs * inputs);
            TallProduct.OverRows(gradients.Pointer, values.Pointer, sums.Pointer, inner, outputs, inputs);
            AssertClose(Matrix(gradients, inner, outputs).t().mm(Matrix(values, inner, inputs)), Matrix(sums, outputs, inputs));
            memory.AssertUntouched();
        }
    }

    [Fact]
    public void Tile_products_and_interleaving_stay_inside_their_rows()
    {
        var random = new Random(12);
        for (var round = 0; round < 60; round++)
        {
            using var memory = new GuardedMemory();
            var (rows, columns, inner) = (8 * random.Next(1, 4), 16 * random.Next(1, 6), random.Next(1, 40));
            var (aRow, bRow, cRow) = (inner + random.Next(3), columns + random.Next(3), columns + random.Next(3));
            using var a = Filled(random, ((rows - 1) * aRow) + inner);
            using var b = Filled(random, ((inner - 1) * bRow) + columns);
            using var c = new FloatBuffer(((rows - 1) * cRow) + columns);
            TileProduct.Multiply(a.Pointer, aRow, 1, b.Pointer, bRow, c.Pointer, cRow, rows, columns, inner, add: false);
            Assert.DoesNotContain(c.Span(0, (int)c.Length).ToArray(), float.IsNaN);

            var side = RowInterleaving.Side;
            using var from = Filled(random, ((side - 1) * aRow) + inner);
            using var to = new FloatBuffer(((inner - 1) * bRow) + side);
            RowInterleaving.Eight(from.Pointer, aRow, to.Pointer, bRow, inner);
            for (var k = 0; k < inner; k++)
            {
                for (var row = 0; row < side; row++)
                {
                    Assert.Equal(from.Span((row * aRow) + k, 1)[0], to.Span((k * bRow) + row, 1)[0]);
                }
            }

            memory.AssertUntouched();
        }
    }

    [Fact]
    public void Attention_stays_inside_its_heads_forward_and_backward()
    {
        var random = new Random(13);
        for (var round = 0; round < 40; round++)
        {
            using var scope = NewDisposeScope();
            using var memory = new GuardedMemory();
            var (batch, length, groups, width) = (random.Next(1, 3), random.Next(1, 80), random.Next(1, 3), 2 * random.Next(1, 25));
            var heads = groups * random.Next(1, 4);
            var type = random.Next(2) == 0 ? ScalarType.Float32 : ScalarType.BFloat16;
            var form = new AttentionForm(batch, length, heads, groups, width, 0.3f);
            FramedTensor Rows(int of) => new(randn([batch, length, of, width], generator: _generator).to(type));
            FramedTensor[] queries = [Rows(heads), Rows(heads), Rows(heads), Rows(heads)];
            FramedTensor[] keys = [Rows(groups), Rows(groups), Rows(groups), Rows(groups)];
            var rotated = 2 * random.Next(0, (width / 2) + 1);
            var tables = Array.ConvertAll(
                new FramedTensor[2],
                _ => new FramedTensor(rand([random.Next(2) == 0 ? 1 : batch, 1, length, rotated], generator: _generator))
            );
            tables[1] = new FramedTensor(rand(tables[0].Inside.shape, generator: _generator));
            var rotary = rotated == 0 ? new RotaryRows(null, null, length) : new RotaryRows(tables[0].Inside, tables[1].Inside, length);
            HeadRows Heads(FramedTensor rows) => new(rows.Inside, form, heads);
            HeadRows Groups(FramedTensor rows) => new(rows.Inside, form, groups);
            var logSums = new float[batch * heads * length];
            using var forward = new AttentionForward(form);
            using var backward = new AttentionBackward(form);
            for (var piece = 0; piece < batch * groups; piece++)
            {
                forward.Apply(
                    Heads(queries[0]),
                    Groups(keys[0]),
                    Groups(keys[1]),
                    rotary,
                    Heads(queries[1]),
                    logSums,
                    piece / groups,
                    piece % groups
                );
                backward.Apply(
                    new AttentionBackward.Inputs(Heads(queries[0]), Groups(keys[0]), Groups(keys[1]), rotary, Heads(queries[2]), logSums),
                    new AttentionBackward.Gradients(Heads(queries[3]), Groups(keys[2]), Groups(keys[3])),
                    piece / groups,
                    piece % groups
                );
            }

            Assert.All([.. queries, .. keys, .. tables], tensor => tensor.AssertUntouched());
            memory.AssertUntouched();
        }
    }

    [Fact]
    public void Gates_norms_and_linear_layers_read_what_they_are_given_alone()
    {
        var random = new Random(14);
        for (var round = 0; round < 30; round++)
        {
            using var scope = NewDisposeScope();
            var (rows, width, outputs) = (random.Next(16, 200), 32 * random.Next(1, 6), 32 * random.Next(1, 4));
            FramedTensor Random(params long[] shape) => new(randn(shape, generator: _generator));
            var (x, up, gain, weight) = (Random(rows, width), Random(rows, width), Random(width), Random(outputs, width));
            Tensor[] leaves = [.. new[] { x, up, gain, weight }.Select(framed => framed.Inside.detach().requires_grad_())];
            var results = new[]
            {
                FusedGate.Apply(leaves[0], leaves[1], ScalarType.Float32),
                FusedNorm.Apply(leaves[0], leaves[2], 1e-6, 0, ScalarType.Float32),
                FusedLinear.Apply(leaves[0], leaves[3]),
            };
            foreach (var result in results)
            {
                Assert.False(result.isnan().any().item<bool>());
                result.backward([randn(result.shape, generator: _generator)]);
            }

            Assert.All(leaves, leaf => Assert.False(leaf.grad!.isnan().any().item<bool>()));
            Assert.All(new[] { x, up, gain, weight }, framed => framed.AssertUntouched());
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Gradients_of_logits_are_written_in_their_rows_alone_and_labels_must_be_there(ScalarType type)
    {
        var random = new Random(15);
        for (var round = 0; round < 30; round++)
        {
            using var scope = NewDisposeScope();
            var (rows, width) = (random.Next(1, 20), random.Next(1, 70));
            var logits = new FramedTensor(randn([rows, width], generator: _generator).to(type));
            var labels = randint(0, width, [rows], generator: _generator);
            Assert.True(double.IsFinite(SoftmaxRows.ToGradients(logits.Inside, labels)));
            foreach (var label in new[] { -1L, -100, width, int.MaxValue, long.MaxValue })
            {
                labels[random.Next(rows)] = label;
                Assert.Throws<ArgumentException>(() => SoftmaxRows.ToGradients(logits.Inside, labels));
            }

            Assert.Throws<ArgumentException>(() => SoftmaxRows.ToGradients(logits.Inside, labels[..^1]));
            logits.AssertUntouched();
        }
    }

    [Fact]
    public void Tensors_that_do_not_fit_each_other_are_refused()
    {
        Tensor Zeros(params long[] shape) => zeros(shape);
        (Tensor, Tensor) Tables(params long[] shape) => (zeros(shape), zeros(shape));
        var heads = Zeros(2, 5, 4, 8);
        Refused(() => FusedAttention.Apply(heads, Zeros(2, 5, 3, 8), Zeros(2, 5, 3, 8), null, 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads, Zeros(2, 5, 2, 8), Zeros(2, 6, 2, 8), null, 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads, Zeros(1, 5, 2, 8), Zeros(1, 5, 2, 8), null, 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads, Zeros(2, 5, 2, 4), Zeros(2, 5, 2, 4), null, 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads, heads, heads, Tables(1, 1, 4, 8), 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads, heads, heads, Tables(1, 1, 5, 10), 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads, heads, heads, Tables(3, 1, 5, 8), 1, ScalarType.Float32));
        Refused(() => FusedAttention.Apply(heads.to(ScalarType.Float64), heads, heads, null, 1, ScalarType.Float32));
        Refused(() => FusedGate.Apply(Zeros(3, 16), Zeros(3, 32), ScalarType.Float32));
        Refused(() => FusedGate.Apply(Zeros(3, 5), Zeros(3, 5), ScalarType.Float32));
        Refused(() => FusedNorm.Apply(Zeros(3, 32), Zeros(16), 1e-6, 0, ScalarType.Float32));
        Refused(() => FusedNorm.Apply(Zeros(3, 20), Zeros(20), 1e-6, 0, ScalarType.Float32));
        Refused(() => FusedLinear.Apply(Zeros(16, 64), Zeros(32, 32)));
        Refused(() => FusedLinear.Apply(Zeros(16, 32), Zeros(40, 32)));
        Refused(() => FusedLinear.Apply(Zeros(16, 32), Zeros(32, 64).t()));

        static void Refused(Func<Tensor> kernel) => Assert.Throws<ArgumentException>(() => kernel());
    }

    [Fact]
    public void A_buffer_gives_no_part_beyond_its_ends()
    {
        var buffer = new FloatBuffer(10);
        Assert.Equal(10, buffer.Span(0, 10).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(-1, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(9, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(long.MaxValue, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(0, -1).Length);
        buffer.RequireRows(3, 4, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.RequireRows(3, 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.RequireRows(2, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FloatBuffer(-1));
        Assert.Throws<OverflowException>(() => new FloatBuffer(long.MaxValue));
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (nint)buffer.Pointer);
    }

    private static FloatBuffer Filled(Random random, int length)
    {
        var buffer = new FloatBuffer(length);
        foreach (ref var value in buffer.Span(0, length))
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return buffer;
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance);
}
