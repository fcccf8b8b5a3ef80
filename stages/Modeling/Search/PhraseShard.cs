using System.Buffers;

namespace Pipeline.Modeling.Search;

/// <summary>
/// The words of consecutive rows as numbers and their suffixes in order. <see cref="Separator"/> stands after every sentence and equals
/// nothing. The number of distinct rows that hold a phrase comes from a table of repetitions without a look at the places themselves:
/// K. Sadakane, Succinct Data Structures for Flexible Text Retrieval Systems (Journal of Discrete Algorithms 5, 2007). Nothing in it
/// changes; safe for use from several threads.
/// </summary>
internal sealed class PhraseShard
{
    /// <summary>The number that ends a sentence.</summary>
    public const int Separator = 0;

    private readonly int[] _words;
    private readonly int[] _suffixes;
    private readonly int[] _repetitions;
    private readonly int[] _rowStarts;

    /// <summary>A shard as it was written.</summary>
    /// <param name="words">The words of all rows; each row ends with a separator.</param>
    /// <param name="suffixes">0-based starts of their suffixes, in order.</param>
    /// <param name="repetitions">
    /// For each place of the suffixes' order: how many pairs of neighbouring suffixes of one row are told apart there or before.
    /// </param>
    /// <param name="rowStarts">0-based word where each row starts, and behind the last one the number of words.</param>
    public PhraseShard(int[] words, int[] suffixes, int[] repetitions, int[] rowStarts) =>
        (_words, _suffixes, _repetitions, _rowStarts) = (words, suffixes, repetitions, rowStarts);

    /// <summary>The words, of all rows one after the other.</summary>
    public ReadOnlySpan<int> Words => _words;

    /// <summary>The suffixes' starts in order.</summary>
    public ReadOnlySpan<int> Suffixes => _suffixes;

    /// <summary>The table of repetitions.</summary>
    public ReadOnlySpan<int> Repetitions => _repetitions;

    /// <summary>Where the rows start.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>Number of rows.</summary>
    public int Rows => _rowStarts.Length - 1;

    /// <summary>Sorts the suffixes of rows. Takes about 20 bytes a word while it runs, beside what it returns.</summary>
    /// <param name="words">The words of all rows; each row that has any ends with a separator.</param>
    /// <param name="rowStarts">0-based word where each row starts, and behind the last one the number of words.</param>
    /// <param name="largest">The largest number of a word.</param>
    public static PhraseShard Build(int[] words, int[] rowStarts, int largest)
    {
        // Scratch is rented: a dataset has many shards, and large arrays are collected late.
        var suffixes = SuffixArray.Sort(words, largest);
        var (lengths, scratch) = (ArrayPool<int>.Shared.Rent(words.Length), ArrayPool<int>.Shared.Rent(words.Length));
        try
        {
            FillCommonLengths(words, suffixes, scratch, lengths);
            return new PhraseShard(words, suffixes, CountRepetitions(words, suffixes, rowStarts, lengths, scratch), rowStarts);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(lengths);
            ArrayPool<int>.Shared.Return(scratch);
        }
    }

    /// <summary>How many words from the first on stand one after the other in a row, at most.</summary>
    /// <param name="phrase">The words; a number below 1 stands in no row.</param>
    public int FindLongest(ReadOnlySpan<int> phrase)
    {
        var place = FindFirst(phrase, after: false);
        return Math.Max(
            place < _suffixes.Length ? phrase.CommonPrefixLength(_words.AsSpan(_suffixes[place])) : 0,
            place > 0 ? phrase.CommonPrefixLength(_words.AsSpan(_suffixes[place - 1])) : 0
        );
    }

    /// <summary>The places of the suffixes' order that begin with a phrase.</summary>
    /// <param name="phrase">At least one word, all numbers above 0.</param>
    public (int First, int End) FindPlaces(ReadOnlySpan<int> phrase) => (FindFirst(phrase, after: false), FindFirst(phrase, after: true));

    /// <summary>How many rows hold a phrase, given where it stands.</summary>
    /// <param name="places">What <see cref="FindPlaces"/> returned.</param>
    public int CountRows((int First, int End) places) =>
        places.End <= places.First ? 0 : places.End - places.First - (_repetitions[places.End - 1] - _repetitions[places.First]);

    /// <summary>The row that a place of the suffixes' order is in, 0-based in this shard.</summary>
    public int FindRow(int place)
    {
        // Rows without words start where the next one does: the last of them is the one that holds the word.
        var row = Array.BinarySearch(_rowStarts, _suffixes[place]);
        row = row < 0 ? ~row - 1 : row;
        while (row + 1 < Rows && _rowStarts[row + 1] == _rowStarts[row])
        {
            row++;
        }

        return row;
    }

    /// <summary>The words of a row, separators included.</summary>
    /// <param name="row">0-based row of this shard.</param>
    public ReadOnlySpan<int> RowWords(int row) => _words.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    /// <summary>The same words, to be kept.</summary>
    /// <param name="row">0-based row of this shard.</param>
    public ReadOnlyMemory<int> ReadRow(int row) => _words.AsMemory(_rowStarts[row].._rowStarts[row + 1]);

    /// <summary>Number of words, separators not counted.</summary>
    public int CountWords() => _words.Length - _words.AsSpan().Count(Separator);

    /// <summary>The first place whose suffix is not less than the phrase, or greater than everything that begins with it.</summary>
    private int FindFirst(ReadOnlySpan<int> phrase, bool after)
    {
        // What both ends share with the phrase is shared by all between them and need not be compared again.
        var (low, high, lowCommon, highCommon) = (0, _suffixes.Length, 0, 0);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var common = Math.Min(lowCommon, highCommon);
            var suffix = _words.AsSpan(_suffixes[middle]);
            common += phrase[common..].CommonPrefixLength(suffix[Math.Min(common, suffix.Length)..]);
            var isLess = common == phrase.Length ? after : common >= suffix.Length || suffix[common] < phrase[common];
            if (isLess)
            {
                (low, lowCommon) = (middle + 1, common);
            }
            else
            {
                (high, highCommon) = (middle, common);
            }
        }

        return low;
    }

    /// <summary>How many words each suffix shares with the one before it, not beyond the end of a sentence: T. Kasai and others,
    /// Linear-Time Longest-Common-Prefix Computation in Suffix Arrays (CPM 2001).</summary>
    private static void FillCommonLengths(int[] words, int[] suffixes, int[] places, int[] lengths)
    {
        for (var place = 0; place < suffixes.Length; place++)
        {
            places[suffixes[place]] = place;
        }

        var length = 0;
        for (var word = 0; word < words.Length; word++)
        {
            if (places[word] == 0)
            {
                length = lengths[0] = 0;
                continue;
            }

            var before = suffixes[places[word] - 1];
            while (
                Math.Max(word, before) + length < words.Length
                && words[word + length] == words[before + length]
                && words[word + length] != Separator
            )
            {
                length++;
            }

            lengths[places[word]] = length;
            length = Math.Max(0, length - 1);
        }
    }

    /// <summary>
    /// Two suffixes of one row with none of that row between them are one repetition for every phrase that both begin with. It is counted
    /// at the place between them that shares least: this place lies among the phrase's places if and only if both suffixes do.
    /// </summary>
    private static int[] CountRepetitions(int[] words, int[] suffixes, int[] rowStarts, int[] lengths, int[] rows)
    {
        var repetitions = new int[words.Length];
        for (var row = 0; row + 1 < rowStarts.Length; row++)
        {
            rows.AsSpan(rowStarts[row]..rowStarts[row + 1]).Fill(row);
        }

        var last = new int[Math.Max(0, rowStarts.Length - 1)];
        Array.Fill(last, -1);

        // The places behind which nothing shares less, from the left; their lengths rise.
        var lows = new List<int>();
        for (var place = 0; place < suffixes.Length; place++)
        {
            while (lows.Count > 0 && lengths[lows[^1]] >= lengths[place])
            {
                lows.RemoveAt(lows.Count - 1);
            }

            lows.Add(place);
            if (words[suffixes[place]] == Separator)
            {
                continue;
            }

            var row = rows[suffixes[place]];
            if (last[row] >= 0)
            {
                var least = lows.BinarySearch(last[row] + 1);
                repetitions[lows[least < 0 ? ~least : least]]++;
            }

            last[row] = place;
        }

        for (var place = 1; place < repetitions.Length; place++)
        {
            repetitions[place] += repetitions[place - 1];
        }

        return repetitions;
    }
}
