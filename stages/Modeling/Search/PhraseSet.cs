namespace Pipeline.Modeling.Search;

/// <summary>Says whether and how often a phrase stands in a few texts, held in memory. Safe for use from several threads.</summary>
public sealed class PhraseSet : INGramCounts
{
    private readonly PhraseShard _shard;

    /// <summary>A set over texts.</summary>
    /// <param name="texts">The numbers of the texts' words, from 1 on; a number below 1 equals nothing.</param>
    public PhraseSet(IEnumerable<int[]> texts)
    {
        var words = new List<int>();
        foreach (var text in texts)
        {
            words.AddRange(text.Select(word => Math.Max(word, PhraseShard.Separator)));
            words.Add(PhraseShard.Separator);
        }

        _shard = PhraseShard.Build([.. words], [0, words.Count], words.Count == 0 ? 0 : words.Max());
    }

    /// <inheritdoc />
    public long TotalWords => _shard.CountWords();

    /// <inheritdoc />
    public long Count(ReadOnlySpan<int> words)
    {
        var (first, end) = _shard.FindPlaces(words);
        return end - first;
    }

    /// <summary>Whether a phrase stands in one of the texts.</summary>
    /// <param name="phrase">The numbers of its words, all above 0.</param>
    public bool Contains(ReadOnlySpan<int> phrase) => phrase.Length > 0 && _shard.FindLongest(phrase) == phrase.Length;
}
