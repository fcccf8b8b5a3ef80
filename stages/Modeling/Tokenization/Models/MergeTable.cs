namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Which pairs of tokens merge, in what order and into what: an open-addressing table, built once.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int None = int.MaxValue;

    private readonly Entry[] _entries;
    private readonly int _mask;

    /// <summary>A table; of two merges of one pair the later counts.</summary>
    public MergeTable(IReadOnlyCollection<Merge> merges)
    {
        var size = 16;
        while (size < 2 * merges.Count)
        {
            size *= 2;
        }

        _entries = new Entry[size];
        _mask = size - 1;
        Array.Fill(_entries, new Entry(ulong.MaxValue, None, 0));
        foreach (var merge in merges)
        {
            var key = Key(merge.Left, merge.Right);
            var slot = Slot(key);
            while (_entries[slot].Key != ulong.MaxValue && _entries[slot].Key != key)
            {
                slot = (slot + 1) & _mask;
            }

            _entries[slot] = new Entry(key, merge.Rank, merge.Result);
        }
    }

    /// <summary>The rank of a pair, lower first, and what it becomes; <see cref="None"/> where it does not merge.</summary>
    public int Find(int left, int right, out int result)
    {
        var key = Key(left, right);
        var slot = Slot(key);
        while (true)
        {
            ref readonly var entry = ref _entries[slot];
            if (entry.Key == key || entry.Key == ulong.MaxValue)
            {
                result = entry.Result;
                return entry.Rank;
            }

            slot = (slot + 1) & _mask;
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int Slot(ulong key)
    {
        key *= 0x9E3779B97F4A7C15;
        return (int)((key >> 32) ^ key) & _mask;
    }

    private readonly record struct Entry(ulong Key, int Rank, int Result);
}
