using System.Buffers;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Sorts the suffixes of a sequence of numbers by induced sorting, in linear time whatever the sequence repeats: G. Nong, S. Zhang and
/// W. H. Chan, Two Efficient Algorithms for Linear Time Suffix Array Construction (IEEE Transactions on Computers 60, 2011). Takes about 12
/// bytes a number while it runs.
/// </summary>
internal static class SuffixArray
{
    /// <summary>The 0-based starts of all suffixes, the smallest suffix first; of two of which one begins the other the shorter one is
    /// smaller.</summary>
    /// <param name="text">The numbers, each from 0 to <paramref name="largest"/>.</param>
    /// <param name="largest">The largest number that may occur.</param>
    public static int[] Sort(ReadOnlySpan<int> text, int largest)
    {
        var count = text.Length;
        var suffixes = new int[count];
        if (count < 2)
        {
            return suffixes;
        }

        // A suffix is small if it is less than the one that starts after it, else large.
        var isSmall = new bool[count];
        for (var i = count - 2; i >= 0; i--)
        {
            isSmall[i] = text[i] == text[i + 1] ? isSmall[i + 1] : text[i] < text[i + 1];
        }

        var buckets = new Buckets(text, isSmall, largest);
        var leftmost = Leftmost(isSmall);
        Induce(text, isSmall, buckets, leftmost, suffixes);
        if (leftmost.Length > 1)
        {
            SortLeftmost(text, leftmost, suffixes);
            Induce(text, isSmall, buckets, leftmost, suffixes);
        }

        return suffixes;
    }

    /// <summary>The small suffixes whose left neighbour is large, in the order of the text.</summary>
    private static int[] Leftmost(bool[] isSmall)
    {
        var count = 0;
        for (var i = 1; i < isSmall.Length; i++)
        {
            count += isSmall[i] && !isSmall[i - 1] ? 1 : 0;
        }

        var leftmost = new int[count];
        for (int i = 1, next = 0; i < isSmall.Length; i++)
        {
            if (isSmall[i] && !isSmall[i - 1])
            {
                leftmost[next++] = i;
            }
        }

        return leftmost;
    }

    /// <summary>Puts the leftmost small suffixes into their order, by naming what lies between them and sorting the names.</summary>
    private static void SortLeftmost(ReadOnlySpan<int> text, int[] leftmost, int[] suffixes)
    {
        // At a position the number of the leftmost suffix that starts there, plus one; 0 elsewhere.
        var numbers = ArrayPool<int>.Shared.Rent(text.Length);
        numbers.AsSpan(0, text.Length).Clear();
        for (var i = 0; i < leftmost.Length; i++)
        {
            numbers[leftmost[i]] = i + 1;
        }

        var names = new int[leftmost.Length];
        var (last, name) = (-1, -1);
        foreach (var suffix in suffixes)
        {
            var number = numbers[suffix] - 1;
            if (number < 0)
            {
                continue;
            }

            if (last < 0 || !Piece(text, leftmost, last).SequenceEqual(Piece(text, leftmost, number)))
            {
                name++;
            }

            names[number] = name;
            last = number;
        }

        ArrayPool<int>.Shared.Return(numbers);
        var order = Sort(names, name);
        var sorted = new int[leftmost.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = leftmost[order[i]];
        }

        sorted.CopyTo(leftmost, 0);
    }

    /// <summary>From one leftmost suffix to the next, both first numbers included. The last piece ends with the text, where it is less than
    /// every other that begins with it, so it is given as a piece that equals no other.</summary>
    private static ReadOnlySpan<int> Piece(ReadOnlySpan<int> text, int[] leftmost, int number) =>
        number + 1 < leftmost.Length ? text[leftmost[number]..(leftmost[number + 1] + 1)] : [];

    /// <summary>Sorts all suffixes from the leftmost small ones in the order given: then the large ones, then the small ones.</summary>
    private static void Induce(ReadOnlySpan<int> text, bool[] isSmall, Buckets buckets, int[] leftmost, int[] suffixes)
    {
        Array.Fill(suffixes, -1);
        var next = buckets.CopySmall();
        foreach (var suffix in leftmost)
        {
            suffixes[next[text[suffix]]++] = suffix;
        }

        next = buckets.CopyLarge();
        suffixes[next[text[^1]]++] = text.Length - 1;
        foreach (var suffix in suffixes)
        {
            if (suffix >= 1 && !isSmall[suffix - 1])
            {
                suffixes[next[text[suffix - 1]]++] = suffix - 1;
            }
        }

        next = buckets.CopyLarge();
        for (var i = suffixes.Length - 1; i >= 0; i--)
        {
            if (suffixes[i] is >= 1 and var suffix && isSmall[suffix - 1])
            {
                suffixes[--next[text[suffix - 1] + 1]] = suffix - 1;
            }
        }
    }

    /// <summary>Where the suffixes that begin with each number stand: first the large ones, then the small ones.</summary>
    private sealed class Buckets
    {
        private readonly int[] _large;
        private readonly int[] _small;

        public Buckets(ReadOnlySpan<int> text, bool[] isSmall, int largest)
        {
            (_large, _small) = (new int[largest + 2], new int[largest + 2]);
            for (var i = 0; i < text.Length; i++)
            {
                (isSmall[i] ? _large : _small)[isSmall[i] ? text[i] + 1 : text[i]]++;
            }

            for (var number = 0; number <= largest; number++)
            {
                _small[number] += _large[number];
                _large[number + 1] += _small[number];
            }
        }

        /// <summary>The first place of each number's small suffixes.</summary>
        public int[] CopySmall() => [.. _small];

        /// <summary>The first place of each number's suffixes.</summary>
        public int[] CopyLarge() => [.. _large];
    }
}
