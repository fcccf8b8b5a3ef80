namespace Pipeline.Stages.Attribution;

/// <summary>A vocabulary with inverse document frequencies: ln((1 + n) / (1 + df)) + 1, smoothed so that no word is without
/// weight.</summary>
internal sealed class TfidfWeights
{
    private readonly Dictionary<string, (int Dimension, float Idf)> _words;
    private readonly float _unseenIdf;

    private TfidfWeights(Dictionary<string, (int, float)> words, float unseenIdf) => (_words, _unseenIdf) = (words, unseenIdf);

    /// <summary>Weights from document frequencies; dimensions follow the words' ordinal order.</summary>
    public static TfidfWeights Compute(IReadOnlyDictionary<string, int> frequencies, int documents, int minimum) =>
        new(
            frequencies
                .Where(entry => entry.Value >= minimum)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select((entry, index) => (entry.Key, Weight: (index, (float)Weigh(documents, entry.Value))))
                .ToDictionary(entry => entry.Key, entry => entry.Weight, StringComparer.Ordinal),
            (float)Weigh(documents, 0)
        );

    /// <summary>A text's vector of unit length: (1 + ln tf) · idf for each known word.</summary>
    /// <param name="words">The words.</param>
    /// <param name="countUnseen">Whether words that no document has make the vector longer, each in a dimension of its own: a text about
    /// something else is then no nearer for it.</param>
    public (int[] Dimensions, float[] Values) Embed(IEnumerable<string> words, bool countUnseen = false)
    {
        var counts = new SortedDictionary<int, (int Count, float Idf)>();
        var unseen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (_words.TryGetValue(word, out var known))
            {
                counts[known.Dimension] = (counts.GetValueOrDefault(known.Dimension).Count + 1, known.Idf);
            }
            else if (countUnseen)
            {
                unseen.TryAdd(word, _words.Count + unseen.Count);
                counts[unseen[word]] = (counts.GetValueOrDefault(unseen[word]).Count + 1, _unseenIdf);
            }
        }

        var values = counts.Values.Select(entry => (1 + Math.Log(entry.Count)) * entry.Idf).ToArray();
        var length = Math.Sqrt(values.Sum(value => value * value));
        return ([.. counts.Keys], values.Select(value => (float)(value / length)).ToArray());
    }

    /// <summary>A word's weight: ln((1 + n) / (1 + df)) + 1.</summary>
    /// <param name="documents">Number of documents.</param>
    /// <param name="frequency">In how many of them the word stands.</param>
    public static double Weigh(int documents, int frequency) => Math.Log((1.0 + documents) / (1 + frequency)) + 1;
}
