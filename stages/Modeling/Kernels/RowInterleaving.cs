using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>Transposes rows: the first number of every row, then the second of every row, and so on.</summary>
internal static unsafe class RowInterleaving
{
    /// <summary>Rows that are taken at once: those of a tile, and the floats of a vector of 256 bits, which one square fills both
    /// ways.</summary>
    public const int Side = 8;

    /// <summary>Eight rows.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="to">Takes eight floats of every input.</param>
    /// <param name="toStride">Floats from those of one input to those of the next.</param>
    /// <param name="inputs">Floats of a row.</param>
    public static void Eight(float* from, long stride, float* to, long toStride, int inputs)
    {
        var k = 0;
        for (; Avx.IsSupported && k + Side <= inputs; k += Side)
        {
            Square(from + k, stride, to + (k * toStride), toStride);
        }

        // Inputs that fill no square, and processors without AVX: the same copies one by one.
        for (; k < inputs; k++)
        {
            for (var row = 0; row < Side; row++)
            {
                to[(k * toStride) + row] = from[(row * stride) + k];
            }
        }
    }

    /// <summary>Eight inputs of eight rows: four rows are interleaved within halves of vectors, then the halves are joined.</summary>
    private static void Square(float* from, long stride, float* to, long toStride)
    {
        var (a, b, c, d) = Halves(from, stride);
        var (e, f, g, h) = Halves(from + (4 * stride), stride);
        Avx.Permute2x128(a, e, 0x20).Store(to);
        Avx.Permute2x128(b, f, 0x20).Store(to + toStride);
        Avx.Permute2x128(c, g, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(d, h, 0x20).Store(to + (3 * toStride));
        Avx.Permute2x128(a, e, 0x31).Store(to + (4 * toStride));
        Avx.Permute2x128(b, f, 0x31).Store(to + (5 * toStride));
        Avx.Permute2x128(c, g, 0x31).Store(to + (6 * toStride));
        Avx.Permute2x128(d, h, 0x31).Store(to + (7 * toStride));
    }

    /// <summary>Of four rows, inputs 0 and 4, 1 and 5, 2 and 6, 3 and 7: each vector holds two inputs of all four rows.</summary>
    private static (Lanes First, Lanes Second, Lanes Third, Lanes Fourth) Halves(float* from, long stride)
    {
        var (a, b, c, d) = (
            Vector256.Load(from),
            Vector256.Load(from + stride),
            Vector256.Load(from + (2 * stride)),
            Vector256.Load(from + (3 * stride))
        );
        var (low, high) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        var (nextLow, nextHigh) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        return (
            Avx.Shuffle(low, nextLow, 0x44),
            Avx.Shuffle(low, nextLow, 0xEE),
            Avx.Shuffle(high, nextHigh, 0x44),
            Avx.Shuffle(high, nextHigh, 0xEE)
        );
    }
}
