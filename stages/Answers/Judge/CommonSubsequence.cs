using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Stages.Answers.Judge;

/// <summary>
/// Length of the longest common subsequence of words, 64 cells of the table at once (Hyyrö 2004): words × words ÷ 64 steps, and memory in
/// proportion to the words.
/// </summary>
internal static class CommonSubsequence
{
    private const int Bits = 64;

    /// <summary>The length; words are equal if they are so to the letter.</summary>
    public static int Length(string[] left, string[] right)
    {
        var (rows, columns) = left.Length > right.Length ? (left, right) : (right, left);
        var words = (columns.Length + Bits - 1) / Bits;
        var masks = new WordMasks(columns, words);

        // A zero bit in a column says that the subsequence grows by one there.
        var row = new ulong[words];
        Array.Fill(row, ulong.MaxValue);
        foreach (var word in rows)
        {
            if (masks.TryGet(word, out var mask))
            {
                Advance(row, mask);
            }
        }

        return row.Sum(bits => BitOperations.PopCount(~bits));
    }

    private static void Advance(ulong[] row, ulong[] mask)
    {
        var carry = 0UL;
        for (var i = 0; i < row.Length; i++)
        {
            var matched = row[i] & mask[i];
            var sum = unchecked(row[i] + matched);
            var overflow = sum < matched ? 1UL : 0;
            sum = unchecked(sum + carry);
            overflow |= sum < carry ? 1UL : 0;
            row[i] = sum | (row[i] & ~mask[i]);
            carry = overflow;
        }
    }

    /// <summary>
    /// Where each word stands, as bits. Frequent words keep their bits; there are at most 64 of them. Those of the others are set for one
    /// row and taken back, so that memory stays in proportion to the words.
    /// </summary>
    private sealed class WordMasks
    {
        private readonly Dictionary<string, List<int>> _columns = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ulong[]> _frequent = new(StringComparer.Ordinal);
        private readonly ulong[] _scratch;
        private List<int> _set = [];

        public WordMasks(string[] columns, int words)
        {
            _scratch = new ulong[words];
            for (var column = 0; column < columns.Length; column++)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_columns, columns[column], out _) ??= []).Add(column);
            }

            foreach (var (word, places) in _columns.Where(entry => entry.Value.Count >= words))
            {
                _frequent.Add(word, Set(new ulong[words], places));
            }
        }

        public bool TryGet(string word, out ulong[] mask)
        {
            if (_frequent.TryGetValue(word, out mask!))
            {
                return true;
            }

            if (!_columns.TryGetValue(word, out var places))
            {
                return false;
            }

            foreach (var place in _set)
            {
                _scratch[place / Bits] = 0;
            }

            (mask, _set) = (Set(_scratch, places), places);
            return true;
        }

        private static ulong[] Set(ulong[] mask, List<int> places)
        {
            foreach (var place in places)
            {
                mask[place / Bits] |= 1UL << (place % Bits);
            }

            return mask;
        }
    }
}
