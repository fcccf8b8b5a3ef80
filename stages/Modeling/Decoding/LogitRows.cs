namespace Pipeline.Modeling.Decoding;

/// <summary>Rows of next-token logits in memory that an engine owns.</summary>
public readonly unsafe struct LogitRows
{
    private readonly float* _first;
    private readonly int _width;
    private readonly long _stride;

    /// <summary>Rows of <paramref name="width"/> logits, <paramref name="stride"/> floats apart.</summary>
    internal LogitRows(float* first, int width, long stride)
    {
        _first = first;
        _width = width;
        _stride = stride;
    }

    /// <summary>The logits of a row; the caller may change them.</summary>
    public Span<float> this[int row] => new(_first + (row * _stride), _width);
}
