using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Writes a <see cref="PhraseIndex"/>: a file for every so many words and one with what they share. What it writes depends on the rows and
/// their order alone. Takes about 40 bytes for each word of one file while that file is made, beside the vocabulary.
/// </summary>
public sealed class PhraseIndexWriter
{
    /// <summary>How many words a file holds before the next one is begun.</summary>
    public const int DefaultShardWords = 1 << 20;

    private readonly string _folder;
    private readonly PhraseIndexIdentity _identity;
    private readonly int _shardWords;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _vocabulary = [];
    private readonly List<int> _frequencies = [];
    private readonly List<string> _ids = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<(int FirstRow, byte[] Digest)> _files = [];

    private readonly List<int> _words = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _rowStarts = [];
    private readonly List<int> _textFirsts = [];
    private readonly List<int> _fields = [];
    private readonly List<int> _turns = [];
    private readonly List<int> _textWords = [];
    private readonly List<int> _aboutFirsts = [];
    private readonly List<int> _about = [];

    /// <summary>Begins an index.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="identity">What it is of.</param>
    /// <param name="shardWords">How many words a file holds before the next one is begun; other files, the same answers.</param>
    public PhraseIndexWriter(string folder, PhraseIndexIdentity identity, int shardWords = DefaultShardWords)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shardWords, 1);
        (_folder, _identity, _shardWords) = (folder, identity, shardWords);
    }

    /// <summary>Adds the next row.</summary>
    /// <exception cref="InvalidDataException">The id was there before, or the row has more words than a file may hold.</exception>
    public void Add(PhraseRow row)
    {
        if (!_known.Add(row.Id))
        {
            throw new InvalidDataException($"Row {_ids.Count} of the indexed dataset has the id {row.Id}, as a row before it.");
        }

        var words = row.Texts.Where(text => text.IsSearched).Sum(text => text.Sentences.Sum(sentence => sentence.Count + 1L));
        if (words > IndexedRows.MostWords)
        {
            throw new InvalidDataException($"Row {row.Id} has {words} words; a phrase index takes {IndexedRows.MostWords} of a row.");
        }

        if (_rowStarts.Count > 0 && _words.Count + words > _shardWords)
        {
            WriteRows();
        }

        _ids.Add(row.Id);
        _rowStarts.Add(_words.Count);
        _textFirsts.Add(_fields.Count);
        _aboutFirsts.Add(_about.Count);
        var about = new SortedSet<int>();
        foreach (var text in row.Texts)
        {
            if (text.IsSearched)
            {
                _fields.Add(text.Field);
                _turns.Add(text.Turn);
                _textWords.Add(_words.Count);
            }

            foreach (var sentence in text.Sentences)
            {
                foreach (var word in sentence)
                {
                    var number = NumberOf(word.Key);
                    about.Add(number);
                    if (text.IsSearched)
                    {
                        _words.Add(number);
                        _starts.Add(word.Start);
                    }
                }

                if (text.IsSearched)
                {
                    _words.Add(PhraseShard.Separator);
                    _starts.Add(0);
                }
            }
        }

        _about.AddRange(about);
        foreach (var number in about)
        {
            CollectionsMarshal.AsSpan(_frequencies)[number - 1]++;
        }
    }

    /// <summary>Writes what is left, and the file that makes the others an index.</summary>
    public void Complete()
    {
        if (_rowStarts.Count > 0)
        {
            WriteRows();
        }

        using var file = new IndexFileWriter(Path.Combine(_folder, PhraseIndex.FileName));
        file.Write(PhraseIndex.Magic);
        file.Write(PhraseIndex.FormatVersion);
        file.Write(PhraseIndex.Digest(_identity.Dataset));
        file.Write(PhraseIndex.Digest(_identity.Settings));
        file.Write(_ids.Count, _vocabulary.Count, _files.Count);
        foreach (var (firstRow, digest) in _files)
        {
            file.Write(firstRow);
            file.Write(digest);
        }

        file.Write(_ids);
        file.Write(_vocabulary);
        file.Write(CollectionsMarshal.AsSpan(_frequencies));
        file.Complete();
    }

    /// <summary>Words are numbered from 1 on as they come.</summary>
    private int NumberOf(string word)
    {
        if (!_numbers.TryGetValue(word, out var number))
        {
            _vocabulary.Add(word);
            _frequencies.Add(0);
            _numbers.Add(word, number = _vocabulary.Count);
        }

        return number;
    }

    private void WriteRows()
    {
        _rowStarts.Add(_words.Count);
        _textFirsts.Add(_fields.Count);
        _aboutFirsts.Add(_about.Count);
        var rows = _rowStarts.Count - 1;
        var firstRow = _ids.Count - rows;

        var (words, starts) = (Take(_words), Take(_starts));
        var indexed = new IndexedRows(
            firstRow,
            PhraseShard.Build(words, Take(_rowStarts), _vocabulary.Count),
            starts,
            Take(_textFirsts),
            (Take(_fields), Take(_turns), Take(_textWords)),
            Take(_aboutFirsts),
            Take(_about)
        );
        _files.Add((firstRow, indexed.Write(Path.Combine(_folder, PhraseIndex.RowsFileName(_files.Count)), PhraseIndex.Digest(_identity))));
    }

    private static int[] Take(List<int> list)
    {
        int[] numbers = [.. list];
        list.Clear();
        return numbers;
    }
}
