using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>
/// Compares two next-token distributions at one position, slice by slice over the vocabulary, so that no full row of logits is ever held.
/// With weights w = exp(logit − running maximum), one pass accumulates Σ w, Σ w·logit and Σ w·(difference of logits) of both sides in
/// double precision, and both lists of most likely tokens; divergences and entropies follow from these sums. The answer's token is known
/// beforehand, so its rank is counted on the way. So is that of the tuned model's most likely token from the slice on that it is found in;
/// where it is not among the base's most likely, the slices before need a second pass over the base's logits, <see cref="Count"/>.
/// </summary>
/// <param name="tokenId">The answer's token.</param>
/// <param name="tokenBase">Its logit under the base.</param>
/// <param name="topCount">Length of the lists of most likely tokens.</param>
internal sealed class DistributionComparison(int tokenId, float tokenBase, int topCount)
{
    private readonly TopTokens _baseTop = new(topCount);
    private readonly TopTokens _tunedTop = new(topCount);
    private readonly LogitSums _base = new();
    private readonly LogitSums _tuned = new();
    private float _tokenTuned = float.NaN;
    private float _argmaxBase;
    private int _tokenRank = 1;
    private int _argmaxRank;
    private int _uncounted;

    /// <summary>Whether <see cref="Count"/> has to see the base's logits of a slice before <see cref="Result"/>.</summary>
    public bool NeedsCount(int firstId) => firstId < _uncounted;

    /// <summary>Adds a slice of both rows of logits that starts at token <paramref name="firstId"/>; slices come in order.</summary>
    public void Add(int firstId, ReadOnlySpan<float> baseLogits, ReadOnlySpan<float> tunedLogits)
    {
        _baseTop.Offer(firstId, baseLogits);
        if (_tunedTop.Offer(firstId, tunedLogits) is >= 0 and var liked)
        {
            (_argmaxBase, _argmaxRank, _uncounted) = (baseLogits[liked], 1, firstId);
        }

        if (_baseTop.Count == 0 || _tunedTop.Count == 0)
        {
            throw new InvalidDataException("no logit is a finite number");
        }

        if (tokenId >= firstId && tokenId < firstId + baseLogits.Length)
        {
            _tokenTuned = tunedLogits[tokenId - firstId];
        }

        _tokenRank += Above(baseLogits, tokenBase, tokenId - firstId);
        Count(firstId, baseLogits);

        _base.Rescale(_baseTop.Logits[0]);
        _tuned.Rescale(_tunedTop.Logits[0]);
        var (baseMaximum, tunedMaximum) = (Vector512.Create(_baseTop.Logits[0]), Vector512.Create(_tunedTop.Logits[0]));
        var left = MemoryMarshal.Cast<float, Vector512<float>>(baseLogits);
        var right = MemoryMarshal.Cast<float, Vector512<float>>(tunedLogits);
        for (var i = 0; i < left.Length; i++)
        {
            _base.Add(Vector512.Exp(left[i] - baseMaximum), left[i], left[i] - right[i]);
            _tuned.Add(Vector512.Exp(right[i] - tunedMaximum), right[i], right[i] - left[i]);
        }

        for (var i = left.Length * Vector512<float>.Count; i < baseLogits.Length; i++)
        {
            _base.Add(Math.Exp((double)baseLogits[i] - _baseTop.Logits[0]), baseLogits[i], (double)baseLogits[i] - tunedLogits[i]);
            _tuned.Add(Math.Exp((double)tunedLogits[i] - _tunedTop.Logits[0]), tunedLogits[i], (double)tunedLogits[i] - baseLogits[i]);
        }
    }

    /// <summary>Ends the first pass: where the list of the base's most likely tokens tells the rank, nothing is left to count.</summary>
    public void EndPass()
    {
        if (_baseTop.TryRank(_argmaxBase, out var rank))
        {
            (_argmaxRank, _uncounted) = (rank, 0);
        }
    }

    /// <summary>Counts the base's logits of a slice above that of the tuned model's most likely token.</summary>
    public void Count(int firstId, ReadOnlySpan<float> baseLogits) =>
        _argmaxRank += Above(baseLogits, _argmaxBase, _tunedTop.Ids[0] - firstId);

    /// <summary>The comparison, once all slices were seen; tokens of the top-k lists are matched by <paramref name="textOf"/>, or by id
    /// where it is null.</summary>
    public PositionShift Result(Func<int, string>? textOf)
    {
        var (logBase, logTuned) = (_base.LogTotal(_baseTop.Logits[0]), _tuned.LogTotal(_tunedTop.Logits[0]));
        var argmax = _tunedTop.Ids[0];
        return new PositionShift(
            Math.Max(0, _tuned.MeanDifference + logBase - logTuned),
            Math.Max(0, _base.MeanDifference + logTuned - logBase),
            Math.Max(0, logBase - _base.MeanLogit),
            Math.Max(0, logTuned - _tuned.MeanLogit),
            new TokenStanding(tokenId, _tokenRank, Math.Exp(tokenBase - logBase), Math.Exp(_tokenTuned - logTuned)),
            new TokenStanding(argmax, _argmaxRank, Math.Exp(_argmaxBase - logBase), Math.Exp(_tunedTop.Logits[0] - logTuned)),
            TopListShift.Compare(_baseTop, _tunedTop, textOf)
        );
    }

    private static int Above(ReadOnlySpan<float> logits, float logit, int except)
    {
        var (limit, count) = (Vector512.Create(logit), 0);
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(logits);
        foreach (var vector in vectors)
        {
            count += Vector512.CountWhereAllBitsSet(Vector512.GreaterThan(vector, limit).AsInt32());
        }

        foreach (var value in logits[(vectors.Length * Vector512<float>.Count)..])
        {
            count += value > logit ? 1 : 0;
        }

        return except >= 0 && except < logits.Length && logits[except] > logit ? count - 1 : count;
    }
}
