using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Products of matrices that fit the processor's cache, in tiles of eight rows and two vectors: training's products and attention, and the
/// products of decoding where eight rows are read at once. Sums run over the inner dimension in ascending order, whatever the tile, so that
/// a row has the same bits in any.
/// </summary>
internal static unsafe class TileProduct
{
    /// <summary>Rows of a tile: what a product's rows are to be a multiple of. Callers fill up with rows that nobody reads, so that no tile
    /// needs a tail.</summary>
    public const int Rows = 8;

    /// <summary>Floats of a vector: what a product's columns are to be a multiple of.</summary>
    public const int Columns = 16;

    /// <summary>Rows, padded to whole tiles.</summary>
    public static int PaddedRows(int rows) => (rows + Rows - 1) / Rows * Rows;

    /// <summary>Columns, padded to whole vectors.</summary>
    public static int PaddedColumns(int columns) => (columns + Columns - 1) / Columns * Columns;

    /// <summary>c = a b, or c += a b. Of a, rows and steps along the inner dimension lie any number of floats apart, so it may be
    /// transposed.</summary>
    /// <param name="a">[rows, inner].</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="aStep">Floats from an inner index of a to the next.</param>
    /// <param name="b">[inner, columns], rows one after the other.</param>
    /// <param name="bRow">Floats from a row of b to the next.</param>
    /// <param name="c">[rows, columns].</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    /// <param name="rows">A multiple of <see cref="Rows"/>.</param>
    /// <param name="columns">A multiple of <see cref="Columns"/>.</param>
    /// <param name="inner">The inner dimension.</param>
    /// <param name="add">Whether c is added to.</param>
    public static void Multiply(
        float* a,
        nint aRow,
        nint aStep,
        float* b,
        nint bRow,
        float* c,
        nint cRow,
        int rows,
        int columns,
        int inner,
        bool add
    )
    {
        // Rows outside, columns inside: a tile's eight rows of a stay in the nearest cache while b passes. Sixteen columns that are left
        // over take a narrow tile, whose sums run in the same order.
        for (var row = 0; row < rows; row += Rows, a += Rows * aRow, c += Rows * cRow)
        {
            var column = 0;
            for (; column + (2 * Columns) <= columns; column += 2 * Columns)
            {
                Wide(a, aRow, aStep, b + column, bRow, null, c + column, cRow, inner, add);
            }

            if (column < columns)
            {
                Narrow(a, aRow, aStep, b + column, bRow, c + column, cRow, inner, add);
            }
        }
    }

    /// <summary>One tile of eight rows and two vectors: sixteen sums, which with two loads and one broadcast fit the 32 registers of
    /// AVX-512.</summary>
    /// <param name="a">[8, inner].</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="aStep">Floats from an inner index of a to the next.</param>
    /// <param name="b">[inner, 32].</param>
    /// <param name="bRow">Floats from a row of b to the next.</param>
    /// <param name="start">What the sums of each column begin with [32]; null for 0.</param>
    /// <param name="c">[8, 32].</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    /// <param name="inner">The inner dimension.</param>
    /// <param name="add">Whether c is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide(float* a, nint aRow, nint aStep, float* b, nint bRow, float* start, float* c, nint cRow, int inner, bool add)
    {
        // A bias begins the chain instead of being added to its end: an output of one row alone is summed so too.
        Lanes a0 = start is null ? default : Vector512.Load(start),
            a1 = start is null ? default : Vector512.Load(start + Columns);
        Lanes b0 = a0,
            b1 = a1,
            c0 = a0,
            c1 = a1,
            d0 = a0,
            d1 = a1;
        Lanes e0 = a0,
            e1 = a1,
            f0 = a0,
            f1 = a1,
            g0 = a0,
            g1 = a1,
            h0 = a0,
            h1 = a1;
        // A second pointer instead of offsets of five to seven rows: an address has room for one scaled register.
        var (two, three) = (2 * aRow, 3 * aRow);
        var low = a + (4 * aRow);

        // One chain of fused multiply-adds for each sum, k ascending: the order is part of what a result is.
        for (var k = 0; k < inner; k++, a += aStep, low += aStep, b += bRow)
        {
            var (u, v) = (Vector512.Load(b), Vector512.Load(b + Columns));
            FloatLanes.Accumulate(*a, u, v, ref a0, ref a1);
            FloatLanes.Accumulate(a[aRow], u, v, ref b0, ref b1);
            FloatLanes.Accumulate(a[two], u, v, ref c0, ref c1);
            FloatLanes.Accumulate(a[three], u, v, ref d0, ref d1);
            FloatLanes.Accumulate(*low, u, v, ref e0, ref e1);
            FloatLanes.Accumulate(low[aRow], u, v, ref f0, ref f1);
            FloatLanes.Accumulate(low[two], u, v, ref g0, ref g1);
            FloatLanes.Accumulate(low[three], u, v, ref h0, ref h1);
        }

        Store(c, a0, a1, add);
        Store(c + cRow, b0, b1, add);
        Store(c + (2 * cRow), c0, c1, add);
        Store(c + (3 * cRow), d0, d1, add);
        Store(c + (4 * cRow), e0, e1, add);
        Store(c + (5 * cRow), f0, f1, add);
        Store(c + (6 * cRow), g0, g1, add);
        Store(c + (7 * cRow), h0, h1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(float* a, nint aRow, nint aStep, float* b, nint bRow, float* c, nint cRow, int inner, bool add)
    {
        // Eight chains: enough to begin two fused multiply-adds in every cycle.
        Lanes a0 = default,
            b0 = default,
            c0 = default,
            d0 = default,
            e0 = default,
            f0 = default,
            g0 = default,
            h0 = default;
        var (two, three) = (2 * aRow, 3 * aRow);
        var low = a + (4 * aRow);
        for (var k = 0; k < inner; k++, a += aStep, low += aStep, b += bRow)
        {
            var u = Vector512.Load(b);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(*a), u, a0);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[aRow]), u, b0);
            c0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[two]), u, c0);
            d0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[three]), u, d0);
            e0 = Vector512.FusedMultiplyAdd(Vector512.Create(*low), u, e0);
            f0 = Vector512.FusedMultiplyAdd(Vector512.Create(low[aRow]), u, f0);
            g0 = Vector512.FusedMultiplyAdd(Vector512.Create(low[two]), u, g0);
            h0 = Vector512.FusedMultiplyAdd(Vector512.Create(low[three]), u, h0);
        }

        Store(c, a0, add);
        Store(c + cRow, b0, add);
        Store(c + (2 * cRow), c0, add);
        Store(c + (3 * cRow), d0, add);
        Store(c + (4 * cRow), e0, add);
        Store(c + (5 * cRow), f0, add);
        Store(c + (6 * cRow), g0, add);
        Store(c + (7 * cRow), h0, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Lanes first, Lanes second, bool add)
    {
        Store(c, first, add);
        Store(c + Columns, second, add);
    }

    // Added when the chain is whole, not begun with: what oneMKL does between its chains, whose bits these products have.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Lanes value, bool add) => (add ? Vector512.Load(c) + value : value).Store(c);
}
