using System.Runtime.InteropServices;
using Pipeline.Modeling.Kernels;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Memory of a model's weights, taken piece by piece, each on a cache line's boundary, and freed as a whole. It lies in huge pages where
/// Linux allows it: decoding streams all weights for every token, and through pages of 4 KiB it would wait for address translation.
/// </summary>
internal sealed unsafe partial class WeightMemory : IDisposable
{
    // A vector of 512 bits is a cache line: from its boundary on no load crosses two.
    private const int CacheLine = 64;
    private const int HugePage = 2 << 20;
    private const int AdviseHugePages = 14;

    // 64 MiB: few enough chunks that huge pages pay, small enough that a small model wastes little.
    private const long ChunkFloats = 16 << 20;

    private readonly FloatMemory? _replacement = FloatMemory.Replacement;
    private readonly List<nint> _chunks = [];
    private float* _next;
    private long _left;

    ~WeightMemory() => Free();

    /// <summary>Room for some floats, zero at first; it lasts as long as this object.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 0.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for as many.</exception>
    public float* Take(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (_replacement is not null)
        {
            var piece = _replacement.Allocate(length, clear: true);
            _chunks.Add((nint)piece);
            return piece;
        }

        var rounded = (length + (CacheLine / sizeof(float)) - 1) / (CacheLine / sizeof(float)) * (CacheLine / sizeof(float));
        if (rounded > _left)
        {
            var left = Math.Max(rounded, ChunkFloats);
            _next = Chunk(checked((nuint)left * sizeof(float)));
            _left = left;
        }

        var taken = _next;
        NativeMemory.Clear(taken, (nuint)rounded * sizeof(float));
        _next += rounded;
        _left -= rounded;
        return taken;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Only advice: where it cannot be followed, small pages do.</summary>
    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* first, nuint size, int advice);

    /// <summary>A chunk of memory, of which the system gives only what is written to.</summary>
    private float* Chunk(nuint size)
    {
        var chunk = NativeMemory.AlignedAlloc(size, HugePage);
        _chunks.Add((nint)chunk);
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(chunk, size, AdviseHugePages);
        }

        return (float*)chunk;
    }

    private void Free()
    {
        foreach (var chunk in _chunks)
        {
            if (_replacement is not null)
            {
                _replacement.Free((float*)chunk);
            }
            else
            {
                NativeMemory.AlignedFree((void*)chunk);
            }
        }

        _chunks.Clear();
    }
}
