using System.Numerics.Tensors;

namespace Pipeline.Modeling.Decoding;

/// <summary>
/// Log-probabilities of written tokens under a model that reads them (teacher forcing). Logits are made for the positions asked for only, a
/// slice of the vocabulary at a time, and never held.
/// </summary>
public static class TokenLogProbabilities
{
    private const int BlockPositions = 256;
    private const int SliceTokens = 32 * IAnswerScorer.SliceUnit;

    /// <summary>Natural log-probability of each token, given all that stands before it.</summary>
    /// <param name="scorer">The model, after it has read the answers.</param>
    /// <param name="positions">0-based positions among all answers' tokens.</param>
    /// <param name="tokens">The token that was written at each of them.</param>
    /// <exception cref="InvalidDataException">A token is none of the model's, or a logit is not a finite number.</exception>
    public static double[] Score(IAnswerScorer scorer, ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens)
    {
        var found = new double[positions.Length];
        for (var start = 0; start < positions.Length; start += BlockPositions)
        {
            var count = Math.Min(BlockPositions, positions.Length - start);
            Score(scorer, positions.Slice(start, count), tokens.Slice(start, count), found.AsSpan(start, count));
        }

        return found;
    }

    private static void Score(IAnswerScorer scorer, ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens, Span<double> found)
    {
        var (maxima, sums, weights) = (new float[positions.Length], new double[positions.Length], new float[SliceTokens]);
        Array.Fill(maxima, float.NegativeInfinity);
        found.Fill(double.NaN);
        for (var first = 0; first < scorer.VocabularySize; first += SliceTokens)
        {
            var logits = scorer.Logits(positions, first, Math.Min(SliceTokens, scorer.VocabularySize - first));
            for (var i = 0; i < positions.Length; i++)
            {
                var row = logits[i];
                if (tokens[i] >= first && tokens[i] < first + row.Length)
                {
                    found[i] = row[tokens[i] - first];
                }

                var maximum = Math.Max(maxima[i], TensorPrimitives.Max<float>(row));
                sums[i] = (sums[i] * Math.Exp(maxima[i] - maximum)) + SumOfExponentials(row, maximum, weights);
                maxima[i] = maximum;
            }
        }

        for (var i = 0; i < found.Length; i++)
        {
            found[i] -= maxima[i] + Math.Log(sums[i]);
            if (!double.IsFinite(found[i]))
            {
                throw new InvalidDataException(
                    tokens[i] >= 0 && tokens[i] < scorer.VocabularySize
                        ? "a logit is not a finite number"
                        : $"token {tokens[i]} is none of the model's {scorer.VocabularySize}"
                );
            }
        }
    }

    private static double SumOfExponentials(ReadOnlySpan<float> logits, float maximum, float[] weights)
    {
        var shifted = weights.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, maximum, shifted);
        TensorPrimitives.Exp(shifted, shifted);
        return TensorPrimitives.Sum<float>(shifted);
    }
}
