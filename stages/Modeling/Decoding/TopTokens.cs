using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Modeling.Decoding;

/// <summary>The k most likely tokens seen so far, by falling logit; of equals the one seen first stands first.</summary>
public sealed class TopTokens(int capacity)
{
    private readonly float[] _logits = new float[capacity];
    private readonly int[] _ids = new int[capacity];

    /// <summary>How many are held.</summary>
    public int Count { get; private set; }

    /// <summary>A token must have more than this logit to enter.</summary>
    public float Threshold => Count < _logits.Length ? float.NegativeInfinity : _logits[^1];

    /// <summary>Logits, highest first.</summary>
    public ReadOnlySpan<float> Logits => _logits.AsSpan(0, Count);

    /// <summary>Token ids aligned with <see cref="Logits"/>.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>Offers a slice of the vocabulary that starts at token <paramref name="firstId"/>; slices come in order.</summary>
    /// <returns>The index in the slice of a token that is now the most likely one; −1 where the most likely one stays.</returns>
    public int Offer(int firstId, ReadOnlySpan<float> logits)
    {
        var first = -1;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(logits);
        for (var start = 0; start < logits.Length; start += Vector512<float>.Count)
        {
            var whole = start / Vector512<float>.Count < vectors.Length;
            if (whole && !Vector512.GreaterThanAny(vectors[start / Vector512<float>.Count], Vector512.Create(Threshold)))
            {
                continue;
            }

            for (var i = start; i < Math.Min(start + Vector512<float>.Count, logits.Length); i++)
            {
                first = Offer(firstId + i, logits[i]) ? i : first;
            }
        }

        return first;
    }

    /// <summary>Offers a token; returns whether it is now the most likely one.</summary>
    private bool Offer(int id, float logit)
    {
        if (!(logit > Threshold))
        {
            return false;
        }

        var at = Count < _logits.Length ? Count++ : Count - 1;
        for (; at > 0 && _logits[at - 1] < logit; at--)
        {
            _logits[at] = _logits[at - 1];
            _ids[at] = _ids[at - 1];
        }

        _logits[at] = logit;
        _ids[at] = id;
        return at == 0;
    }

    /// <summary>The 1-based rank of a logit, if the list is long enough to tell it: one more than the logits above it.</summary>
    public bool TryRank(float logit, out int rank)
    {
        rank = 1;
        while (rank <= Count && _logits[rank - 1] > logit)
        {
            rank++;
        }

        return rank <= Count;
    }
}
