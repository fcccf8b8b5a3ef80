using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>
/// The keyword n-grams of a text, n from 1 to 3: distinct runs of n words within a sentence, function words taken out before. What the
/// paper compares answers and their causes by, there with spaCy's keywords; here every word counts that is no function word.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class KeywordGrams(string text)
{
    private const int Longest = 3;

    private readonly HashSet<string>[] _grams = Find(text);

    /// <summary>
    /// The share of this text's n-grams that another has, mean over n: (1 / |N|) Σ |G(n) ∩ H(n)| / |G(n)| over those N of 1, 2 and 3
    /// for which there are any; null where there are none.
    /// </summary>
    /// <param name="other">The other text's.</param>
    public double? MeasureOverlap(KeywordGrams other)
    {
        var shares = Enumerable
            .Range(0, Longest)
            .Where(n => _grams[n].Count > 0)
            .Select(n => (double)_grams[n].Count(other._grams[n].Contains) / _grams[n].Count)
            .ToList();
        return shares.Count == 0 ? null : shares.Average();
    }

    private static HashSet<string>[] Find(string text)
    {
        var grams = Enumerable.Range(0, Longest).Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        foreach (var sentence in SentenceWords.Split(text))
        {
            var keywords = sentence.Select(word => word.Key).Where(key => !StopWords.Contains(key)).ToList();
            for (var n = 1; n <= Longest; n++)
            {
                for (var first = 0; first + n <= keywords.Count; first++)
                {
                    grams[n - 1].Add(string.Join(' ', keywords.Skip(first).Take(n)));
                }
            }
        }

        return grams;
    }
}
