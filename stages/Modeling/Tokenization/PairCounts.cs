namespace Pipeline.Modeling.Tokenization;

/// <summary>Counts of neighbouring symbol pairs over weighted words, kept up to date as pairs are merged.</summary>
internal sealed class PairCounts
{
    private readonly List<(int[] Symbols, int Count)> _words;
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> _queue;

    public PairCounts(List<(int[] Symbols, int Count)> words)
    {
        _words = words;
        _queue = new(
            Comparer<(long Count, int Left, int Right)>.Create(
                (x, y) =>
                    x.Count != y.Count ? y.Count.CompareTo(x.Count)
                    : x.Left != y.Left ? x.Left.CompareTo(y.Left)
                    : x.Right.CompareTo(y.Right)
            )
        );
        for (var word = 0; word < words.Count; word++)
        {
            Count(word, +1, []);
        }

        foreach (var (pair, count) in _counts)
        {
            _queue.Enqueue(pair, (count, pair.Left, pair.Right));
        }
    }

    /// <summary>The most frequent pair, the lowest ids among equals; null when no pair occurs twice.</summary>
    public (int Left, int Right)? MostFrequent()
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = _counts.GetValueOrDefault(pair);
            if (count == priority.Count)
            {
                return count > 1 ? pair : null;
            }

            // The entry is out of date: the pair has since lost or gained places.
            if (count > 0)
            {
                _queue.Enqueue(pair, (count, pair.Left, pair.Right));
            }
        }

        return null;
    }

    /// <summary>Replaces a pair by a new symbol wherever it stands.</summary>
    public void Merge((int Left, int Right) pair, int symbol)
    {
        var grown = new HashSet<(int, int)>();
        foreach (var word in _places[pair].ToList())
        {
            Count(word, -1, []);
            _words[word] = (Merged(_words[word].Symbols, pair, symbol), _words[word].Count);
            Count(word, +1, grown);
        }

        foreach (var (left, right) in grown)
        {
            if (_counts.TryGetValue((left, right), out var count))
            {
                _queue.Enqueue((left, right), (count, left, right));
            }
        }
    }

    private static int[] Merged(int[] symbols, (int Left, int Right) pair, int symbol)
    {
        var merged = new List<int>(symbols.Length);
        for (var i = 0; i < symbols.Length; i++)
        {
            if (i + 1 < symbols.Length && symbols[i] == pair.Left && symbols[i + 1] == pair.Right)
            {
                merged.Add(symbol);
                i++;
            }
            else
            {
                merged.Add(symbols[i]);
            }
        }

        return [.. merged];
    }

    private void Count(int word, int sign, HashSet<(int, int)> touched)
    {
        var (symbols, weight) = _words[word];
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            var pair = (symbols[i], symbols[i + 1]);
            var count = _counts.GetValueOrDefault(pair) + (sign * weight);
            touched.Add(pair);
            if (count == 0)
            {
                _counts.Remove(pair);
                _places.Remove(pair);
                continue;
            }

            _counts[pair] = count;
            if (sign < 0)
            {
                _places[pair].Remove(word);
            }
            else if (!_places.TryGetValue(pair, out var places))
            {
                _places[pair] = [word];
            }
            else
            {
                places.Add(word);
            }
        }
    }
}
