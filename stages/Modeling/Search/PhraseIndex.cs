namespace Pipeline.Modeling.Search;

/// <summary>
/// Finds word sequences in a collection of texts: which texts hold a phrase, and the longest phrase that starts at a word of another text.
/// Every run of <c>anchor</c> words is indexed by its hash; a candidate is then compared word by word, so results are exact. Phrases
/// shorter than the anchor cannot be found. 16 bytes for each word beside the texts; safe for use from several threads.
/// </summary>
public sealed class PhraseIndex
{
    private readonly int _anchor;
    private readonly IReadOnlyList<int[]> _texts;
    private readonly ulong[] _hashes;
    private readonly (int Text, int Word)[] _places;

    /// <summary>An index over texts given as numbers of words, see <see cref="WordVocabulary"/>; a negative number equals
    /// nothing.</summary>
    /// <param name="texts">The texts' words.</param>
    /// <param name="anchor">The shortest phrase that can be found, words; at least 1.</param>
    public PhraseIndex(IReadOnlyList<int[]> texts, int anchor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(anchor, 1);
        _anchor = anchor;
        _texts = texts;
        var count = texts.Sum(text => Math.Max(0, text.Length - anchor + 1));
        _hashes = new ulong[count];
        _places = new (int, int)[count];
        var next = 0;
        for (var text = 0; text < texts.Count; text++)
        {
            for (var word = 0; word + anchor <= texts[text].Length; word++)
            {
                _hashes[next] = Hash(texts[text].AsSpan(word, anchor));
                _places[next++] = (text, word);
            }
        }

        Array.Sort(_hashes, _places);
        for (var first = 0; first < count; )
        {
            var end = EndOfRun(first);
            Array.Sort(_places, first, end - first);
            first = end;
        }
    }

    /// <summary>
    /// The longest phrase that starts at <paramref name="start"/> and stands in one of the texts asked for; null if none has the anchor's
    /// length. Of equally long ones the best ranked text's, at its first place. Places where the word before is the same too are left out:
    /// they hold a longer phrase, which starts there and ends at the same word. So texts that repeat a few words take no time to the third
    /// power.
    /// </summary>
    /// <param name="words">The words of another text.</param>
    /// <param name="start">0-based word where the phrase starts.</param>
    /// <param name="ranks">The texts asked for, each with its rank; the lowest is best.</param>
    public PhraseMatch? Longest(ReadOnlySpan<int> words, int start, IReadOnlyDictionary<int, int> ranks)
    {
        PhraseMatch? best = null;
        var bestRank = int.MaxValue;
        var phrase = words[start..];
        var (last, asked, rank) = (-1, false, 0);
        foreach (var (text, word) in Candidates(phrase))
        {
            if (text != last)
            {
                (last, asked) = (text, ranks.TryGetValue(text, out rank));
            }

            if (!asked || (start > 0 && word > 0 && words[start - 1] >= 0 && words[start - 1] == _texts[text][word - 1]))
            {
                continue;
            }

            var length = Common(phrase, _texts[text].AsSpan(word));
            if (length >= _anchor && (best is null || length > best.Value.Words || (length == best.Value.Words && rank < bestRank)))
            {
                (best, bestRank) = (new PhraseMatch(text, word, length), rank);
            }
        }

        return best;
    }

    /// <summary>How many texts hold a phrase.</summary>
    public int CountTexts(ReadOnlySpan<int> phrase)
    {
        var count = 0;
        var last = -1;
        foreach (var (text, word) in Candidates(phrase))
        {
            if (text != last && _texts[text].Length - word >= phrase.Length && Common(phrase, _texts[text].AsSpan(word)) == phrase.Length)
            {
                count++;
                last = text;
            }
        }

        return count;
    }

    private static int Common(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var length = left.CommonPrefixLength(right);
        var unknown = left[..length].IndexOfAnyInRange(int.MinValue, -1);
        return unknown < 0 ? length : unknown;
    }

    /// <summary>FNV-1a over numbers.</summary>
    private static ulong Hash(ReadOnlySpan<int> words)
    {
        var hash = 14695981039346656037UL;
        foreach (var word in words)
        {
            hash = (hash ^ (uint)word) * 1099511628211UL;
        }

        return hash;
    }

    private ReadOnlySpan<(int Text, int Word)> Candidates(ReadOnlySpan<int> phrase)
    {
        if (phrase.Length < _anchor)
        {
            return [];
        }

        var hash = Hash(phrase[.._anchor]);
        var found = Array.BinarySearch(_hashes, hash);
        if (found < 0)
        {
            return [];
        }

        while (found > 0 && _hashes[found - 1] == hash)
        {
            found--;
        }

        return _places.AsSpan(found, EndOfRun(found) - found);
    }

    private int EndOfRun(int first)
    {
        var end = first + 1;
        while (end < _hashes.Length && _hashes[end] == _hashes[first])
        {
            end++;
        }

        return end;
    }
}
