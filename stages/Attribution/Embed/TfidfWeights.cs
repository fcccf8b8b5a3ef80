namespace Pipeline.Stages.Attribution.Embed;

/// <summary>A vocabulary with inverse document frequencies: ln((1 + n) / (1 + df)) + 1, smoothed so that no word is without
/// weight.</summary>
internal sealed class TfidfWeights
{
    private readonly Dictionary<string, (int Dimension, float Idf)> _words;

    private TfidfWeights(Dictionary<string, (int, float)> words) => _words = words;

    /// <summary>Weights from document frequencies; dimensions follow the words' ordinal order.</summary>
    public static TfidfWeights Compute(IReadOnlyDictionary<string, int> frequencies, int documents, int minimum) =>
        new(
            frequencies
                .Where(entry => entry.Value >= minimum)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select((entry, index) => (entry.Key, Weight: (index, (float)(Math.Log((1.0 + documents) / (1 + entry.Value)) + 1))))
                .ToDictionary(entry => entry.Key, entry => entry.Weight, StringComparer.Ordinal)
        );

    /// <summary>A text's vector of unit length: (1 + ln tf) · idf for each known word.</summary>
    public (int[] Dimensions, float[] Values) Embed(IEnumerable<string> words)
    {
        var counts = new SortedDictionary<int, (int Count, float Idf)>();
        foreach (var word in words)
        {
            if (_words.TryGetValue(word, out var known))
            {
                counts[known.Dimension] = (counts.GetValueOrDefault(known.Dimension).Count + 1, known.Idf);
            }
        }

        var values = counts.Values.Select(entry => (1 + Math.Log(entry.Count)) * entry.Idf).ToArray();
        var length = Math.Sqrt(values.Sum(value => value * value));
        return ([.. counts.Keys], values.Select(value => (float)(value / length)).ToArray());
    }
}
