using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>
/// The comparison of two top-k lists as AlignTDS makes it, re-implemented from its description: probabilities re-normalised over each list,
/// the divergence from base to tuned over the tokens that stand in both, and the 0-based rank of the tuned model's first token.
/// </summary>
/// <param name="Kl">Σ base · ln(base / tuned) over the intersection, nats; no true divergence, and at times negative.</param>
/// <param name="BaseRank">0-based rank of the tuned model's first token in the base's list; the list's length where it is missing.</param>
/// <param name="BaseProbability">Its re-normalised base probability; 0 where it is missing.</param>
internal readonly record struct TopListShift(double Kl, int BaseRank, double BaseProbability)
{
    /// <summary>Compares two lists.</summary>
    /// <param name="baseList">The base's most likely tokens.</param>
    /// <param name="tunedList">The tuned model's most likely tokens.</param>
    /// <param name="textOf">The text by which tokens are matched; null to match ids.</param>
    public static TopListShift Compare(TopTokens baseList, TopTokens tunedList, Func<int, string>? textOf)
    {
        var (reference, tuned) = (Normalised(baseList.Logits), Normalised(tunedList.Logits));
        var (rank, kl) = (baseList.Count, 0.0);
        for (var i = 0; i < baseList.Count; i++)
        {
            if (textOf is not null && Find(baseList.Ids, baseList.Ids[i], textOf) != i)
            {
                continue;
            }

            if (Find(tunedList.Ids, baseList.Ids[i], textOf) is >= 0 and var at)
            {
                kl += reference[i] * Math.Log(reference[i] / tuned[at]);
                rank = at == 0 ? i : rank;
            }
        }

        return new TopListShift(kl, rank, rank < baseList.Count ? reference[rank] : 0);
    }

    private static int Find(ReadOnlySpan<int> ids, int id, Func<int, string>? textOf)
    {
        if (textOf is null)
        {
            return ids.IndexOf(id);
        }

        var text = textOf(id);
        for (var i = 0; i < ids.Length; i++)
        {
            if (textOf(ids[i]) == text)
            {
                return i;
            }
        }

        return -1;
    }

    private static double[] Normalised(ReadOnlySpan<float> logits)
    {
        var weights = new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            sum += weights[i] = Math.Exp((double)logits[i] - logits[0]);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }
}
