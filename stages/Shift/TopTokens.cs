namespace Pipeline.Stages.Shift;

/// <summary>The k most likely tokens seen so far, by falling logit; of equals the one seen first stands first.</summary>
internal sealed class TopTokens(int capacity)
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

    /// <summary>Offers a token; returns whether it is now the most likely one.</summary>
    public bool Offer(int id, float logit)
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
