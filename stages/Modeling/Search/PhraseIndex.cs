using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Finds word sequences in a collection of texts: which texts hold a phrase, and the longest phrase that starts at a word of another text.
/// Every run of <c>anchor</c> words is indexed by its hash; a candidate is then compared word by word, so results are exact. Phrases shorter
/// than the anchor cannot be found. Safe for use from several threads once made.
/// </summary>
public sealed class PhraseIndex
{
    private readonly int _anchor;
    private readonly IReadOnlyList<IReadOnlyList<Word>> _texts;
    private readonly Dictionary<ulong, List<(int Text, int Word)>> _anchors = [];

    /// <summary>An index over texts given as words.</summary>
    /// <param name="texts">The texts' words.</param>
    /// <param name="anchor">The shortest phrase that can be found, words; at least 1.</param>
    public PhraseIndex(IReadOnlyList<IReadOnlyList<Word>> texts, int anchor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(anchor, 1);
        _anchor = anchor;
        _texts = texts;
        for (var text = 0; text < texts.Count; text++)
        {
            for (var word = 0; word + anchor <= texts[text].Count; word++)
            {
                var key = Hash(texts[text], word);
                if (!_anchors.TryGetValue(key, out var places))
                {
                    _anchors.Add(key, places = []);
                }

                places.Add((text, word));
            }
        }
    }

    /// <summary>
    /// The longest phrase that starts at <paramref name="start"/> and stands in a text of the index; null if none has the anchor's length.
    /// Of equally long ones the first text's, at its first place.
    /// </summary>
    public PhraseMatch? Longest(IReadOnlyList<Word> words, int start)
    {
        PhraseMatch? best = null;
        foreach (var (text, word) in Candidates(words, start))
        {
            var length = Common(words, start, _texts[text], word);
            if (length >= _anchor && length > (best?.Words ?? 0))
            {
                best = new PhraseMatch(text, word, length);
            }
        }

        return best;
    }

    /// <summary>How many texts hold the phrase of <paramref name="length"/> words from <paramref name="start"/> on.</summary>
    public int CountTexts(IReadOnlyList<Word> words, int start, int length)
    {
        var count = 0;
        var last = -1;
        foreach (var (text, word) in Candidates(words, start))
        {
            if (text != last && Common(words, start, _texts[text], word) >= length)
            {
                count++;
                last = text;
            }
        }

        return count;
    }

    private static int Common(IReadOnlyList<Word> left, int leftStart, IReadOnlyList<Word> right, int rightStart)
    {
        var most = Math.Min(left.Count - leftStart, right.Count - rightStart);
        var length = 0;
        while (length < most && left[leftStart + length].Key == right[rightStart + length].Key)
        {
            length++;
        }

        return length;
    }

    private List<(int Text, int Word)> Candidates(IReadOnlyList<Word> words, int start) =>
        start + _anchor <= words.Count && _anchors.TryGetValue(Hash(words, start), out var places) ? places : [];

    /// <summary>FNV-1a over the characters of the anchor's words: the same in every process, unlike string hash codes.</summary>
    private ulong Hash(IReadOnlyList<Word> words, int start)
    {
        var hash = 14695981039346656037UL;
        for (var i = start; i < start + _anchor; i++)
        {
            foreach (var character in words[i].Key)
            {
                hash = (hash ^ character) * 1099511628211UL;
            }

            hash = (hash ^ ' ') * 1099511628211UL;
        }

        return hash;
    }
}
