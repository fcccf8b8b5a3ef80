using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Keys and values of one sequence. Keys lie in blocks of sixteen positions, dimension by dimension, so that sixteen scores are computed at
/// once; values lie position by position, each filled up to a multiple of sixteen.
/// </summary>
internal sealed unsafe class SequenceCache : IDisposable
{
    /// <summary>Positions of a block of keys, and the unit of a value's length.</summary>
    public const int Block = 16;

    private readonly FloatBuffer _keys;
    private readonly FloatBuffer _values;
    private readonly int _groups;
    private readonly int _width;
    private readonly int _blocks;

    /// <summary>Room for <paramref name="capacity"/> tokens.</summary>
    public SequenceCache(ModelConfiguration configuration, int capacity)
    {
        (_groups, _width) = (configuration.KeyValueHeads, configuration.HeadDimension);
        _blocks = (capacity + Block - 1) / Block;
        ValueWidth = (_width + Block - 1) / Block * Block;
        _keys = new FloatBuffer((long)configuration.Layers * _groups * _blocks * Block * _width);
        _values = new FloatBuffer((long)configuration.Layers * _groups * _blocks * Block * ValueWidth);
    }

    /// <summary>Tokens that fit.</summary>
    public int Capacity => _blocks * Block;

    /// <summary>Tokens held.</summary>
    public int Length { get; set; }

    /// <summary>Floats of a value.</summary>
    public int ValueWidth { get; }

    /// <summary>The keys of a layer's head: blocks of [head dimension][16].</summary>
    public float* Keys(int layer, int group) => _keys.Pointer + ((((long)layer * _groups) + group) * _blocks * Block * _width);

    /// <summary>The values of a layer's head: [position][<see cref="ValueWidth"/>].</summary>
    public float* Values(int layer, int group) => _values.Pointer + ((((long)layer * _groups) + group) * _blocks * Block * ValueWidth);

    /// <summary>Stores the key and value of a position.</summary>
    public void Store(int layer, int group, int position, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        var block = Keys(layer, group) + ((long)(position / Block) * Block * _width) + (position % Block);
        for (var d = 0; d < _width; d++)
        {
            block[d * Block] = key[d];
        }

        value.CopyTo(new Span<float>(Values(layer, group) + ((long)position * ValueWidth), _width));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }
}
