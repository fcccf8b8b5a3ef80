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

    private readonly int _layers;
    private readonly int _groups;
    private FloatBuffer _keys = new(0);
    private FloatBuffer _values = new(0);
    private int _blocks;

    /// <summary>An empty sequence of a model, without room for a token.</summary>
    public SequenceCache(ModelConfiguration configuration)
    {
        (_layers, _groups, Width) = (configuration.Layers, configuration.KeyValueHeads, configuration.HeadDimension);
        ValueWidth = checked((int)RoundUp(Width));
    }

    /// <summary>Tokens that there is room for.</summary>
    public int Capacity => (int)Math.Min((long)_blocks * Block, int.MaxValue);

    /// <summary>Tokens held.</summary>
    public int Length { get; set; }

    /// <summary>Floats of a key.</summary>
    public int Width { get; }

    /// <summary>Floats of a value.</summary>
    public int ValueWidth { get; }

    /// <summary>A number of tokens or floats, filled up to a block.</summary>
    public static long RoundUp(long count) => (count + Block - 1) / Block * Block;

    /// <summary>Room for a number of tokens. It grows as the sequence does, at least to its double each time: how long an answer may become
    /// costs nothing before it does.</summary>
    /// <exception cref="OutOfMemoryException">There is no room for as many.</exception>
    public void MakeRoom(int tokens)
    {
        if (tokens <= Capacity)
        {
            return;
        }

        var blocks = (int)Math.Max(RoundUp(tokens) / Block, Math.Min(2L * _blocks, int.MaxValue / Block));
        var (keys, values) = (Grown(_keys, blocks, Width), Grown(_values, blocks, ValueWidth));
        _keys.Dispose();
        _values.Dispose();
        (_keys, _values, _blocks) = (keys, values, blocks);
    }

    /// <summary>Refuses a place that there is no room for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public void Require(int layer, int group, int position)
    {
        if ((uint)layer >= (uint)_layers || (uint)group >= (uint)_groups || (uint)position >= (uint)Capacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(position),
                $"layer {layer} of {_layers}, head {group} of {_groups}, position {position} of {Capacity}"
            );
        }
    }

    /// <summary>The keys of a layer's head: blocks of [head dimension][16].</summary>
    public float* Keys(int layer, int group) => _keys.Pointer + Place(layer, group, _blocks, Width);

    /// <summary>The values of a layer's head: [position][<see cref="ValueWidth"/>].</summary>
    public float* Values(int layer, int group) => _values.Pointer + Place(layer, group, _blocks, ValueWidth);

    /// <summary>Stores the key and value of a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for the position.</exception>
    public void Store(int layer, int group, int position, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        Require(layer, group, position);
        var block = Keys(layer, group) + ((long)(position / Block) * Block * Width) + (position % Block);
        for (var d = 0; d < Width; d++)
        {
            // Sixteen positions of one dimension lie beside each other, so that one load serves sixteen scores.
            block[d * Block] = key[d];
        }

        value.CopyTo(new Span<float>(Values(layer, group) + ((long)position * ValueWidth), Width));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }

    private long Place(int layer, int group, int blocks, int width) => (((long)layer * _groups) + group) * blocks * Block * width;

    private FloatBuffer Grown(FloatBuffer old, int blocks, int width)
    {
        var grown = new FloatBuffer(checked((long)_layers * _groups * blocks * Block * width));
        var bytes = (long)_blocks * Block * width * sizeof(float);
        for (var layer = 0; layer < _layers; layer++)
        {
            for (var group = 0; group < _groups; group++)
            {
                var to = grown.Pointer + Place(layer, group, blocks, width);
                Buffer.MemoryCopy(old.Pointer + Place(layer, group, _blocks, width), to, bytes, bytes);
            }
        }

        return grown;
    }
}
