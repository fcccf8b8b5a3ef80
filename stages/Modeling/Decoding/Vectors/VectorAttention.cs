using System.Runtime.Intrinsics;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Attention of one query head over one sequence's keys and values. The order of every sum depends on the position and the window alone, so
/// that a row's result has the same bits whatever is computed beside it. Training has an attention of its own:
/// <c>docs/decisions/0010-two-attentions.md</c>.
/// </summary>
internal static unsafe class VectorAttention
{
    private const int Block = SequenceCache.Block;

    /// <summary>output = softmax(scale · q Kᵀ) V over the positions that a token may see.</summary>
    /// <param name="query">The query, as long as a key.</param>
    /// <param name="sequence">Keys and values.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="group">The key head.</param>
    /// <param name="position">The query's position; it sees itself and what its window holds before it.</param>
    /// <param name="kind">Window and scale.</param>
    /// <param name="softCap">Caps scores; null for no cap.</param>
    /// <param name="scores">Scratch for a score of every position, filled up to a block.</param>
    /// <param name="output">Takes as many floats as the query has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sequence has no such head or position, or a row is too short.</exception>
    public static void Attend(
        ReadOnlySpan<float> query,
        SequenceCache sequence,
        int layer,
        int group,
        int position,
        LayerAttention kind,
        double? softCap,
        Span<float> scores,
        Span<float> output
    )
    {
        sequence.Require(layer, group, position);
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Length, sequence.Width, nameof(query));
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, query.Length, nameof(output));
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Length, SequenceCache.RoundUp(position + 1L), nameof(scores));
        fixed (float* scratch = scores)
        {
            Attend(
                query,
                sequence.Keys(layer, group),
                sequence.Values(layer, group),
                sequence.ValueWidth,
                position,
                kind,
                softCap,
                scratch,
                output
            );
        }
    }

    private static void Attend(
        ReadOnlySpan<float> query,
        float* keys,
        float* values,
        int valueWidth,
        int position,
        LayerAttention kind,
        double? softCap,
        float* scores,
        Span<float> output
    )
    {
        var first = kind.Window is { } window ? Math.Max(0, position - window + 1) : 0;
        var maximum = Score(query, keys, first, position, (float)kind.Scale, (float?)softCap, scores);
        // From the block on that the window begins in to the end of the query's: what is masked there becomes 0.
        var block = first / Block * Block;
        var total = SoftmaxWeights.Exponentiate<WideExponential>(
            scores + block,
            (int)SequenceCache.RoundUp(position + 1L) - block,
            maximum
        );
        var inverse = Vector512.Create(1 / total);

        // Sixteen dimensions at a time over all positions: the sum stays in registers. A head that fills no vector is filled up with zeros
        // in the cache, and its last strip goes out through a buffer, so that nothing beside it is written.
        Span<float> strip = stackalloc float[Block];
        for (var start = 0; start < output.Length; start += Block)
        {
            // Positions from the window's first one on: the order depends on position and window alone.
            var sum =
                WeightedRows.Sum(scores + first, values + ((long)first * valueWidth) + start, valueWidth, position + 1 - first) * inverse;
            if (start + Block <= output.Length)
            {
                sum.CopyTo(output[start..]);
            }
            else
            {
                sum.CopyTo(strip);
                strip[..(output.Length - start)].CopyTo(output[start..]);
            }
        }
    }

    private static float Score(ReadOnlySpan<float> query, float* keys, int first, int position, float scale, float? softCap, float* scores)
    {
        var highest = Vector512.Create(float.NegativeInfinity);
        fixed (float* q = query)
        {
            // Whole blocks of keys, from the one that the window begins in; what lies before the window, or after the query, is masked.
            for (var block = first / Block; block <= position / Block; block++)
            {
                var score = WeightedRows.Sum(q, keys + ((long)block * Block * query.Length), Block, query.Length) * scale;
                if (softCap is { } cap)
                {
                    score = Activation.Tanh(score / cap) * cap;
                }

                var at = Vector512<int>.Indices + Vector512.Create(block * Block);
                var seen =
                    Vector512.GreaterThanOrEqual(at, Vector512.Create(first)) & Vector512.LessThanOrEqual(at, Vector512.Create(position));
                score = Vector512.ConditionalSelect(seen.AsSingle(), score, Vector512.Create(float.NegativeInfinity));
                score.Store(scores + (block * Block));
                highest = Vector512.Max(highest, score);
            }
        }

        return FloatLanes.Highest(highest);
    }
}
