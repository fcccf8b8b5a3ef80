using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Kernels;

/// <summary>Floats outside the managed heap, zero at first, on a cache line's boundary.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const int Alignment = 64;

    private float* _first;

    /// <summary>A buffer of <paramref name="length"/> floats.</summary>
    public FloatBuffer(long length)
        : this(length, clear: true) { }

    private FloatBuffer(long length, bool clear)
    {
        Length = length;
        _first = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * sizeof(float), Alignment);
        if (clear)
        {
            NativeMemory.Clear(_first, (nuint)length * sizeof(float));
        }
    }

    ~FloatBuffer() => Free();

    /// <summary>Number of floats.</summary>
    public long Length { get; }

    /// <summary>The first float; the buffer must outlive what is done with it.</summary>
    public float* Pointer => _first;

    /// <summary>A buffer whose floats are anything: for what is written before it is read.</summary>
    public static FloatBuffer Unset(long length) => new(length, clear: false);

    /// <summary>A part of the buffer.</summary>
    public Span<float> Span(long start, int length) =>
        start + length <= Length
            ? new Span<float>(_first + start, length)
            : throw new ArgumentOutOfRangeException(nameof(length), $"{start} + {length} of {Length}");

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_first);
        _first = null;
    }
}
