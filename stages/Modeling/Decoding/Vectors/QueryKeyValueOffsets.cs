using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>Where queries, keys and values lie in a row of the projection to all three.</summary>
internal readonly record struct QueryKeyValueOffsets
{
    /// <summary>The offsets in a row of a model.</summary>
    /// <exception cref="ArgumentException">The model's heads do not fit each other, or not into a row.</exception>
    public QueryKeyValueOffsets(ModelConfiguration configuration, int stride)
    {
        var (queries, keys, width) = (
            configuration.Heads * configuration.HeadDimension,
            configuration.KeyValueHeads * configuration.HeadDimension,
            configuration.HeadDimension
        );
        Stride = stride;
        if (configuration.Layout.QueryKeyValueLayout == QueryKeyValueLayout.InterleavedByHead)
        {
            (HeadStride, FirstKey, FirstValue) = (3 * width, width, 2 * width);
            (QueryEnd, KeyEnd) = (3 * queries, 3 * queries);
        }
        else
        {
            (HeadStride, FirstKey, FirstValue) = (width, queries, queries + keys);
            (QueryEnd, KeyEnd) = (queries, queries + keys);
        }

        var interleaved = configuration.Layout.QueryKeyValueLayout == QueryKeyValueLayout.InterleavedByHead;
        if (
            configuration.Heads % configuration.KeyValueHeads != 0
            || (interleaved && configuration.Heads != configuration.KeyValueHeads)
            || queries + (2L * keys) > stride
            || configuration.RotaryDimension > width
        )
        {
            throw new ArgumentException(
                $"{configuration.Heads} heads of {width}, {configuration.KeyValueHeads} of them keys, in rows of {stride}",
                nameof(configuration)
            );
        }
    }

    /// <summary>Floats from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats from one head's part to the next head's.</summary>
    public int HeadStride { get; }

    /// <summary>Where the first key begins; the first query begins at 0.</summary>
    public int FirstKey { get; }

    /// <summary>Where the first value begins.</summary>
    public int FirstValue { get; }

    /// <summary>Where the last query ends.</summary>
    public int QueryEnd { get; }

    /// <summary>Where the last key ends.</summary>
    public int KeyEnd { get; }
}
