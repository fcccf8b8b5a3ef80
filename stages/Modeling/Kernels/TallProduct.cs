using System.Runtime.Intrinsics;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Products of many rows with a matrix, 32 bits. The matrix is packed once into strips of 32 columns that stay in the nearest cache while
/// rows pass them. An element is the sum of chains of fused multiply-adds over <see cref="ChainOf"/> inner indices each, all in ascending
/// order, whatever the threads. That is the order in which oneMKL adds on the processors that this was written on, so results have the same
/// bits there, twice as fast.
/// </summary>
internal static unsafe class TallProduct
{
    /// <summary>What the sizes of a matrix are to be multiples of.</summary>
    public const int Strip = 2 * TileProduct.Columns;

    // oneMKL's block of the inner dimension on the processors that this was written on; another would round otherwise.
    private const int LongestChain = 192;

    // Eight tiles of rows: a piece's rows of x, 48 KiB at 192 inputs, stay near the core while all strips pass them.
    private const int RowsOfPiece = 64;

    // 16 MiB of strips, what the outer cache holds; an output layer is larger and is packed in several goes.
    private const int FloatsAtOnce = 1 << 22;

    /// <summary>Inner indices of a chain, of all but the last: 192, or half of them where that leaves no second chain as long.</summary>
    public static int ChainOf(int inner) => inner > LongestChain && inner < 2 * LongestChain ? inner / 2 : LongestChain;

    /// <summary>y [rows, outputs] = x wᵀ for x [rows, inner] and w [outputs, inner].</summary>
    public static void WithRows(float* x, float* w, float* y, int rows, int outputs, int inner)
    {
        var from = (nint)w;
        Multiply(x, (strip, to) => PackRows((float*)from + ((long)strip * Strip * inner), (float*)to, inner), y, rows, outputs, inner);
    }

    /// <summary>y [rows, outputs] = x w for x [rows, inner] and w [inner, outputs].</summary>
    public static void WithColumns(float* x, float* w, float* y, int rows, int outputs, int inner)
    {
        var from = (nint)w;
        Multiply(x, (strip, to) => PackColumns((float*)from + (strip * Strip), outputs, (float*)to, inner), y, rows, outputs, inner);
    }

    /// <summary>y [outputs, inputs] = gᵀ x, or y += gᵀ x, for g [rows, outputs] and x [rows, inputs]: the sums are over rows.</summary>
    public static void OverRows(float* g, float* x, float* y, int rows, int outputs, int inputs, bool add = false)
    {
        // Unset, as every float is written before it is read; so below.
        using var strips = FloatBuffer.Unset((long)rows * inputs);
        // Chains over all rows in order, whoever computes a piece of outputs: weight gradients do not depend on threads.
        var chain = ChainOf(rows);
        var (gradients, from, to, target) = ((nint)g, (nint)x, (nint)strips.Pointer, (nint)y);
        KernelTeam.Run(
            inputs / Strip,
            strip => PackColumns((float*)from + (strip * Strip), inputs, (float*)to + ((long)strip * Strip * rows), rows)
        );
        KernelTeam.Run(
            outputs / Strip,
            () => FloatBuffer.Unset((long)LongestChain * Strip),
            (piece, transposed) =>
            {
                for (var first = 0; first < rows; first += chain)
                {
                    var count = Math.Min(chain, rows - first);
                    PackColumns((float*)gradients + ((long)first * outputs) + (piece * Strip), outputs, transposed.Pointer, count);
                    for (var strip = 0; strip < inputs / Strip; strip++)
                    {
                        var b = (float*)to + ((((long)strip * rows) + first) * Strip);
                        var c = (float*)target + ((long)piece * Strip * inputs) + (strip * Strip);
                        TileProduct.Multiply(transposed.Pointer, 1, Strip, b, Strip, c, inputs, Strip, Strip, count, add || first > 0);
                    }
                }
            }
        );
    }

    /// <summary>The product, some strips at a time, so that an output layer is never held twice.</summary>
    private static void Multiply(float* x, Action<int, nint> pack, float* y, int rows, int outputs, int inner)
    {
        var size = Strip * inner;
        var atOnce = Math.Min(outputs / Strip, Math.Max(1, FloatsAtOnce / size));
        using var strips = FloatBuffer.Unset((long)atOnce * size);
        var packed = (nint)strips.Pointer;
        for (var first = 0; first < outputs / Strip; first += atOnce)
        {
            var (start, count) = (first, Math.Min(atOnce, (outputs / Strip) - first));
            KernelTeam.Run(count, strip => pack(start + strip, (nint)((float*)packed + ((long)strip * size))));
            Multiply(x, strips.Pointer, count, y + (first * Strip), rows, outputs, inner);
        }
    }

    private static void Multiply(float* x, float* strips, int count, float* y, int rows, int stride, int inner)
    {
        var (source, packed, target) = ((nint)x, (nint)strips, (nint)y);
        KernelTeam.Run(
            (rows + RowsOfPiece - 1) / RowsOfPiece,
            piece =>
            {
                var first = piece * RowsOfPiece;
                var all = Math.Min(RowsOfPiece, rows - first);
                var whole = all / TileProduct.Rows * TileProduct.Rows;
                var a = (float*)source + ((long)first * inner);
                var c = (float*)target + ((long)first * stride);
                Rows(a, (float*)packed, count, c, whole, stride, inner);
                if (whole < all)
                {
                    FewRows(a + ((long)whole * inner), (float*)packed, count, c + ((long)whole * stride), all - whole, stride, inner);
                }
            }
        );
    }

    private static void Rows(float* a, float* strips, int count, float* c, int rows, int stride, int inner)
    {
        var chain = ChainOf(inner);
        for (var strip = 0; strip < count; strip++, strips += (long)Strip * inner, c += Strip)
        {
            // Chains of one strip one after the other, while the strip is in the nearest cache; the first sets, the others add.
            for (var first = 0; first < inner; first += chain)
            {
                TileProduct.Multiply(
                    a + first,
                    inner,
                    1,
                    strips + ((long)first * Strip),
                    Strip,
                    c,
                    stride,
                    rows,
                    Strip,
                    Math.Min(chain, inner - first),
                    first > 0
                );
            }
        }
    }

    /// <summary>Rows that fill no tile, filled up with zeros.</summary>
    private static void FewRows(float* a, float* strips, int count, float* c, int rows, int stride, int inner)
    {
        var width = count * Strip;
        // Through a buffer, because a tile writes eight rows and there are fewer; zeros give results that are not copied out.
        using var padded = new FloatBuffer((long)TileProduct.Rows * inner);
        using var results = FloatBuffer.Unset((long)TileProduct.Rows * width);
        new Span<float>(a, rows * inner).CopyTo(padded.Span(0, rows * inner));
        Rows(padded.Pointer, strips, count, results.Pointer, TileProduct.Rows, width, inner);
        for (var row = 0; row < rows; row++)
        {
            results.Span((long)row * width, width).CopyTo(new Span<float>(c + ((long)row * stride), width));
        }
    }

    private static void PackRows(float* from, float* to, int inner)
    {
        for (var row = 0; row < Strip; row += RowInterleaving.Side)
        {
            RowInterleaving.Eight(from + ((long)row * inner), inner, to + row, Strip, inner);
        }
    }

    private static void PackColumns(float* from, int stride, float* to, int inner)
    {
        for (var k = 0; k < inner; k++, from += stride, to += Strip)
        {
            Vector512.Load(from).Store(to);
            Vector512.Load(from + TileProduct.Columns).Store(to + TileProduct.Columns);
        }
    }
}
