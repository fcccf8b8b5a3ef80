namespace Pipeline.Modeling.Kernels;

/// <summary>Floats outside the managed heap, zero at first, on a cache line's boundary.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private readonly FloatMemory _memory = FloatMemory.Current;
    private float* _first;

    /// <summary>A buffer of <paramref name="length"/> floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 0.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for as many.</exception>
    public FloatBuffer(long length)
        : this(length, clear: true) { }

    private FloatBuffer(long length, bool clear)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _first = _memory.Allocate(length, clear);
    }

    ~FloatBuffer() => Free();

    /// <summary>Number of floats.</summary>
    public long Length { get; }

    /// <summary>The first float; the buffer must outlive what is done with it.</summary>
    /// <exception cref="ObjectDisposedException">The buffer is freed.</exception>
    public float* Pointer => _first is null ? throw new ObjectDisposedException(nameof(FloatBuffer)) : _first;

    /// <summary>A buffer whose floats are anything: for what is written before it is read.</summary>
    public static FloatBuffer Unset(long length) => new(length, clear: false);

    /// <summary>A part of the buffer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    public Span<float> Span(long start, int length) =>
        start >= 0 && length >= 0 && start <= Length - length
            ? new Span<float>(Pointer + start, length)
            : throw new ArgumentOutOfRangeException(nameof(length), $"{start} + {length} of {Length}");

    /// <summary>Refuses rows that are not inside the buffer.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="width">Floats of a row, at most <paramref name="stride"/> where there are several.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    public void RequireRows(long rows, long stride, long width)
    {
        if (rows < 0 || width < 0 || stride < 0 || (rows > 1 && stride < width) || (rows > 0 && ((rows - 1) * stride) + width > Length))
        {
            throw new ArgumentOutOfRangeException(nameof(rows), $"{rows} rows of {width}, {stride} apart, of {Length}");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_first is not null)
        {
            _memory.Free(_first);
            _first = null;
        }
    }
}
