namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Merges the symbols of one word, lowest rank first, leftmost among equals. Short words are scanned, long ones use a
/// heap.</summary>
internal sealed class BytePairMerger(MergeTable merges)
{
    private const int ShortWord = 64;

    private readonly int[] _ranks = new int[ShortWord];
    private readonly int[] _results = new int[ShortWord];
    private readonly PriorityQueue<int, ulong> _queue = new();
    private int[] _next = [];
    private int[] _previous = [];

    /// <summary>Merges in place.</summary>
    /// <returns>How many symbols are left at the front of the span.</returns>
    public int Merge(Span<int> symbols) => symbols.Length <= ShortWord ? MergeShort(symbols) : MergeLong(symbols);

    private int MergeShort(Span<int> symbols)
    {
        var count = symbols.Length;
        var ranks = _ranks.AsSpan(0, count);
        for (var i = 0; i + 1 < count; i++)
        {
            ranks[i] = merges.Find(symbols[i], symbols[i + 1], out _results[i]);
        }

        while (count > 1)
        {
            var best = 0;
            for (var i = 1; i + 1 < count; i++)
            {
                best = ranks[i] < ranks[best] ? i : best;
            }

            if (ranks[best] == MergeTable.None)
            {
                break;
            }

            symbols[best] = _results[best];
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            ranks[(best + 1)..count].CopyTo(ranks[best..]);
            _results.AsSpan((best + 1)..count).CopyTo(_results.AsSpan(best));
            count--;
            if (best > 0)
            {
                ranks[best - 1] = merges.Find(symbols[best - 1], symbols[best], out _results[best - 1]);
            }

            if (best + 1 < count)
            {
                ranks[best] = merges.Find(symbols[best], symbols[best + 1], out _results[best]);
            }
        }

        return count;
    }

    private int MergeLong(Span<int> symbols)
    {
        Link(symbols.Length);
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            Enqueue(symbols, i, i + 1);
        }

        while (_queue.TryDequeue(out var left, out var priority))
        {
            var right = _next[left];
            if (symbols[left] < 0 || right == symbols.Length)
            {
                continue;
            }

            // A pair that has since changed has another rank, and an entry of its own.
            var rank = merges.Find(symbols[left], symbols[right], out var result);
            if (rank != (int)(priority >> 32))
            {
                continue;
            }

            symbols[left] = result;
            symbols[right] = -1;
            _next[left] = _next[right];
            if (_next[left] < symbols.Length)
            {
                _previous[_next[left]] = left;
                Enqueue(symbols, left, _next[left]);
            }

            if (_previous[left] >= 0)
            {
                Enqueue(symbols, _previous[left], left);
            }
        }

        var count = 0;
        for (var i = 0; i < symbols.Length; i = _next[i])
        {
            symbols[count++] = symbols[i];
        }

        return count;
    }

    private void Link(int count)
    {
        if (_next.Length < count)
        {
            _next = new int[Math.Max(count, 2 * _next.Length)];
            _previous = new int[_next.Length];
        }

        for (var i = 0; i < count; i++)
        {
            _next[i] = i + 1;
            _previous[i] = i - 1;
        }
    }

    private void Enqueue(ReadOnlySpan<int> symbols, int left, int right)
    {
        var rank = merges.Find(symbols[left], symbols[right], out _);
        if (rank != MergeTable.None)
        {
            _queue.Enqueue(left, ((ulong)(uint)rank << 32) | (uint)left);
        }
    }
}
