using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Finds phrases (word sequences within one sentence) in all rows of a dataset: the longest one that starts at a word of another text, how
/// many rows hold it, which they are and where it stands in them. Every answer is exact. It takes about 20 bytes of memory for each word of
/// the rows. Nothing in it changes; safe for use from several threads. See <see cref="PhraseIndexWriter"/>.
/// </summary>
public sealed class PhraseIndex : INGramCounts
{
    /// <summary>The file that makes the others an index.</summary>
    public const string FileName = "index.bin";

    /// <summary>Stands for a word that no row has; it equals nothing.</summary>
    public const int Unknown = -1;

    /// <summary>Raised when files are laid out otherwise.</summary>
    internal const int FormatVersion = 1;

    private readonly IndexedRows[] _files;
    private readonly string[] _ids;
    private readonly string[] _vocabulary;
    private readonly int[] _frequencies;
    private readonly Dictionary<string, int> _rows;
    private readonly Dictionary<string, int> _numbers;

    private PhraseIndex(IndexedRows[] files, string[] ids, string[] vocabulary, int[] frequencies)
    {
        (_files, _ids, _vocabulary, _frequencies) = (files, ids, vocabulary, frequencies);
        TotalWords = files.Sum(file => (long)file.Shard.CountWords());
        (_rows, _numbers) = (new(ids.Length, StringComparer.Ordinal), new(vocabulary.Length, StringComparer.Ordinal));
    }

    /// <summary>What a file of an index begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => "PLPHRIDX"u8;

    /// <summary>Number of rows.</summary>
    public int Rows => _ids.Length;

    /// <summary>Number of distinct words.</summary>
    public int Vocabulary => _vocabulary.Length;

    /// <summary>Opens an index.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="identity">What it must be of.</param>
    /// <exception cref="InvalidDataException">It is of another dataset or other settings, or a file is not what was written.</exception>
    public static PhraseIndex Open(string folder, PhraseIndexIdentity identity)
    {
        using var file = new IndexFileReader(Path.Combine(folder, FileName));
        if (!file.ReadBytes(Magic.Length, "magic").AsSpan().SequenceEqual(Magic))
        {
            throw file.Invalid("it is no phrase index");
        }

        file.ReadNumber("format version", FormatVersion, FormatVersion);
        Expect(file, "dataset", identity.Dataset);
        Expect(file, "settings", identity.Settings);
        var rows = file.ReadNumber("number of rows", 0, int.MaxValue - 1);
        var words = file.ReadNumber("number of words", 0, int.MaxValue - 1);
        var count = file.ReadNumber("number of files", 0, rows);
        var listed = new List<(int FirstRow, byte[] Digest)>();
        for (var i = 0; i < count; i++)
        {
            var next = i == 0 ? 0 : listed[^1].FirstRow + 1;
            listed.Add(
                (file.ReadNumber("first row of file", next, i == 0 ? 0 : rows - 1), file.ReadBytes(SHA256.HashSizeInBytes, "digest"))
            );
        }

        var ids = file.ReadTexts(rows, "id");
        var vocabulary = file.ReadTexts(words, "word");
        var frequencies = file.ReadNumbers(words, "frequency", 1, Math.Max(1, rows));
        file.Complete();

        var files = new IndexedRows[count];
        for (var i = 0; i < count; i++)
        {
            files[i] = IndexedRows.Read(
                Path.Combine(folder, RowsFileName(i)),
                Digest(identity),
                listed[i].Digest,
                listed[i].FirstRow,
                words
            );
            var end = i + 1 < count ? listed[i + 1].FirstRow : rows;
            if (files[i].FirstRow + files[i].Shard.Rows != end)
            {
                throw file.Invalid($"file {i} has rows up to {files[i].FirstRow + files[i].Shard.Rows}; expected up to {end}");
            }
        }

        var index = new PhraseIndex(files, ids, vocabulary, frequencies);
        for (var row = 0; row < rows; row++)
        {
            if (!index._rows.TryAdd(ids[row], row))
            {
                throw file.Invalid($"two rows have the id {ids[row]}");
            }
        }

        for (var word = 0; word < words; word++)
        {
            if (!index._numbers.TryAdd(vocabulary[word], word + 1))
            {
                throw file.Invalid($"word {word} is there twice");
            }
        }

        return count > 0 || rows == 0 ? index : throw file.Invalid("it has rows and no file of them");
    }

    /// <summary>The numbers of words; <see cref="Unknown"/> for those that no row has.</summary>
    public int[] FindWords(IReadOnlyList<Word> words)
    {
        var numbers = new int[words.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _numbers.GetValueOrDefault(words[i].Key, Unknown);
        }

        return numbers;
    }

    /// <summary>How many words from the first on stand one after the other in a row, at most; 0 if no row has the first one.</summary>
    public int FindLongest(ReadOnlySpan<int> words)
    {
        var known = words.IndexOfAnyInRange(int.MinValue, PhraseShard.Separator);
        var phrase = known < 0 ? words : words[..known];
        var longest = 0;
        if (phrase.Length > 0)
        {
            foreach (var file in _files)
            {
                longest = Math.Max(longest, file.Shard.FindLongest(phrase));
            }
        }

        return longest;
    }

    /// <summary>The rows that hold a phrase.</summary>
    /// <param name="phrase">The numbers of its words, at least one.</param>
    public PhraseHolders FindHolders(ReadOnlySpan<int> phrase)
    {
        ArgumentOutOfRangeException.ThrowIfZero(phrase.Length);
        var places = new (int First, int End)[_files.Length];
        if (!phrase.ContainsAnyInRange(int.MinValue, PhraseShard.Separator))
        {
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = _files[i].Shard.FindPlaces(phrase);
            }
        }

        return new PhraseHolders(_files, places);
    }

    /// <inheritdoc />
    public long TotalWords { get; }

    /// <inheritdoc />
    public long Count(ReadOnlySpan<int> words) => FindHolders(words).Places;

    /// <summary>The numbers of the words of a row's searched texts; a number below 1 ends a sentence.</summary>
    /// <param name="row">0-based number of the row.</param>
    public ReadOnlyMemory<int> ReadWords(int row)
    {
        var file = FileOf(row);
        return file.Shard.ReadRow(row - file.FirstRow);
    }

    /// <summary>Where a phrase first stands in a row; null if it does not.</summary>
    public PhrasePlace? Find(int row, ReadOnlySpan<int> phrase)
    {
        var file = FileOf(row);
        return phrase.Length == 0 || phrase.ContainsAnyInRange(int.MinValue, PhraseShard.Separator)
            ? null
            : file.Find(row - file.FirstRow, phrase, _vocabulary);
    }

    /// <summary>The number of a row, 0-based in the order of the dataset; null if there is no such row.</summary>
    public int? FindRow(string id) => _rows.TryGetValue(id, out var row) ? row : null;

    /// <summary>The id of a row.</summary>
    public string IdOf(int row) => _ids[row];

    /// <summary>The numbers of the distinct words of all texts of a row, also of those that are not searched, rising.</summary>
    public ReadOnlySpan<int> About(int row)
    {
        var file = FileOf(row);
        return file.About(row - file.FirstRow);
    }

    /// <summary>In how many rows a word stands, in any of their texts.</summary>
    /// <param name="number">The word's number, above 0.</param>
    public int CountRowsWith(int number) => _frequencies[number - 1];

    /// <summary>The name of a file of rows.</summary>
    internal static string RowsFileName(int number) => string.Create(CultureInfo.InvariantCulture, $"rows-{number:D5}.bin");

    /// <summary>The digest by which files of one index know each other.</summary>
    internal static byte[] Digest(PhraseIndexIdentity identity) => Digest($"{identity.Dataset}\n{identity.Settings}");

    /// <summary>The digest of a text.</summary>
    internal static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static void Expect(IndexFileReader file, string what, string expected)
    {
        if (!file.ReadBytes(SHA256.HashSizeInBytes, what).AsSpan().SequenceEqual(Digest(expected)))
        {
            throw file.Invalid($"it is an index of another {(what == "dataset" ? "dataset" : "search setting")} than '{expected}'");
        }
    }

    private IndexedRows FileOf(int row)
    {
        var (low, high) = (0, _files.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _files[middle].FirstRow <= row ? (middle, high) : (low, middle - 1);
        }

        return _files[low];
    }
}
