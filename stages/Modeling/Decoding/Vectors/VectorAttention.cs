using System.Runtime.Intrinsics;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models.Decoder;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Attention of one query head over one sequence's keys and values. The order of every sum depends on the position and the window alone, so
/// that a row's result has the same bits whatever is computed beside it.
/// </summary>
internal static unsafe class VectorAttention
{
    private const int Block = SequenceCache.Block;

    // Independent sums, so that one fused multiply-add does not wait for the last; always added as (a + b) + (c + d).
    private const int Chains = 4;

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
        var total = Exponentiate(scores, first, position, maximum);
        var inverse = Vector512.Create(1 / total);

        // Sixteen dimensions at a time over all positions: the sum stays in registers. A head that fills no vector is filled up with zeros
        // in the cache, and its last strip goes out through a buffer, so that nothing beside it is written.
        Span<float> strip = stackalloc float[Block];
        for (var start = 0; start < output.Length; start += Block)
        {
            var sum = Weighted(scores, values + start, valueWidth, first, position) * inverse;
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
                var score = Dot(q, keys + ((long)block * Block * query.Length), query.Length) * scale;
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

    /// <summary>A query times the sixteen keys of a block.</summary>
    private static Lanes Dot(float* query, float* block, int width)
    {
        Lanes a = Lanes.Zero,
            b = Lanes.Zero,
            c = Lanes.Zero,
            d = Lanes.Zero;
        var i = 0;
        for (; i + Chains <= width; i += Chains)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(query[i]), Vector512.Load(block + (i * Block)), a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(query[i + 1]), Vector512.Load(block + ((i + 1) * Block)), b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(query[i + 2]), Vector512.Load(block + ((i + 2) * Block)), c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(query[i + 3]), Vector512.Load(block + ((i + 3) * Block)), d);
        }

        // Dimensions beyond the last four all go to the first sum, in order: a width has one order of adding.
        for (; i < width; i++)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(query[i]), Vector512.Load(block + (i * Block)), a);
        }

        return a + b + (c + d);
    }

    /// <summary>Scores become exp(score − maximum); returns their sum. What may not be seen becomes 0.</summary>
    private static float Exponentiate(float* scores, int first, int position, float maximum)
    {
        // The framework's exponential, through 64 bits; training's loops have a faster one, which rounds otherwise, so the two are not one.
        var sum = Lanes.Zero;
        for (var block = first / Block; block <= position / Block; block++)
        {
            var weight = Vector512.Exp(Vector512.Load(scores + (block * Block)) - Vector512.Create(maximum));
            weight.Store(scores + (block * Block));
            sum += weight;
        }

        return Vector512.Sum(sum);
    }

    /// <summary>Sixteen dimensions of the weighted sum of values.</summary>
    private static Lanes Weighted(float* weights, float* values, int valueWidth, int first, int position)
    {
        Lanes a = Lanes.Zero,
            b = Lanes.Zero,
            c = Lanes.Zero,
            d = Lanes.Zero;
        // Positions in fours from the window's first one: the order depends on position and window alone.
        var t = first;
        for (; t + Chains <= position + 1; t += Chains)
        {
            var value = values + ((long)t * valueWidth);
            a = Vector512.FusedMultiplyAdd(Vector512.Create(weights[t]), Vector512.Load(value), a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(weights[t + 1]), Vector512.Load(value + valueWidth), b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(weights[t + 2]), Vector512.Load(value + (2 * valueWidth)), c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(weights[t + 3]), Vector512.Load(value + (3 * valueWidth)), d);
        }

        for (; t <= position; t++)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(weights[t]), Vector512.Load(values + ((long)t * valueWidth)), a);
        }

        return a + b + (c + d);
    }
}
