namespace Pipeline.Modeling.Search;

/// <summary>
/// Consecutive rows of a dataset with all that is known of their words: one file of an index. Nothing in it changes; safe for use from
/// several threads.
/// </summary>
internal sealed class IndexedRows
{
    /// <summary>The largest number of words that a file may hold.</summary>
    public const int MostWords = 1 << 28;

    private static ReadOnlySpan<byte> Magic => "PLPHRROW"u8;

    private readonly int[] _starts;
    private readonly int[] _textFirsts;
    private readonly int[] _textFields;
    private readonly int[] _textTurns;
    private readonly int[] _textWords;
    private readonly int[] _aboutFirsts;
    private readonly int[] _about;

    /// <summary>Rows as they were written or collected.</summary>
    /// <param name="firstRow">The dataset's 0-based number of the first of them.</param>
    /// <param name="shard">The words of their searched texts.</param>
    /// <param name="starts">For each of these words the 0-based UTF-16 character of its text where it starts; 0 for separators.</param>
    /// <param name="textFirsts">For each row the number of its first searched text, and behind the last one the number of texts.</param>
    /// <param name="texts">For each text its field, its turn, and the number of its first word.</param>
    /// <param name="aboutFirsts">For each row where its words start in <paramref name="about"/>, and behind the last one their
    /// number.</param>
    /// <param name="about">For each row the numbers of the distinct words of all its texts, rising.</param>
    public IndexedRows(
        int firstRow,
        PhraseShard shard,
        int[] starts,
        int[] textFirsts,
        (int[] Fields, int[] Turns, int[] Words) texts,
        int[] aboutFirsts,
        int[] about
    )
    {
        (FirstRow, Shard, _starts, _textFirsts) = (firstRow, shard, starts, textFirsts);
        (_textFields, _textTurns, _textWords) = texts;
        (_aboutFirsts, _about) = (aboutFirsts, about);
    }

    /// <summary>The dataset's 0-based number of the first row.</summary>
    public int FirstRow { get; }

    /// <summary>The words of the searched texts.</summary>
    public PhraseShard Shard { get; }

    /// <summary>The numbers of the distinct words of all of a row's texts, rising.</summary>
    /// <param name="row">0-based row of this file.</param>
    public ReadOnlySpan<int> About(int row) => _about.AsSpan(_aboutFirsts[row].._aboutFirsts[row + 1]);

    /// <summary>Where a phrase first stands in a row; null if it does not.</summary>
    /// <param name="row">0-based row of this file.</param>
    /// <param name="phrase">The numbers of its words.</param>
    /// <param name="vocabulary">The words by their numbers.</param>
    public PhrasePlace? Find(int row, ReadOnlySpan<int> phrase, IReadOnlyList<string> vocabulary)
    {
        if (Shard.RowWords(row).IndexOf(phrase) is not (>= 0 and var found))
        {
            return null;
        }

        var first = Shard.RowStarts[row] + found;
        var texts = _textWords.AsSpan(_textFirsts[row].._textFirsts[row + 1]);
        var text = texts.BinarySearch(first);
        text = _textFirsts[row] + (text < 0 ? ~text - 1 : text);

        // A text without words starts where the next one does: the last of them holds the word.
        while (text + 1 < _textFirsts[row + 1] && _textWords[text + 1] == _textWords[text])
        {
            text++;
        }

        var end = _starts[first + phrase.Length - 1] + vocabulary[phrase[^1] - 1].Length;
        return new PhrasePlace(_textFields[text], _textTurns[text], _starts[first], end - _starts[first]);
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Its digest.</returns>
    public byte[] Write(string path, ReadOnlySpan<byte> identity)
    {
        using var file = new IndexFileWriter(path);
        file.Write(Magic);
        file.Write(PhraseIndex.FormatVersion);
        file.Write(identity);
        file.Write(FirstRow, Shard.Rows, Shard.Words.Length, _textFields.Length, _about.Length);
        foreach (var numbers in new[] { _starts, _textFirsts, _textFields, _textTurns, _textWords, _aboutFirsts, _about })
        {
            file.Write(numbers);
        }

        file.Write(Shard.RowStarts);
        file.Write(Shard.Words);
        file.Write(Shard.Suffixes);
        file.Write(Shard.Repetitions);
        return file.Complete();
    }

    /// <summary>Reads a file and checks every number in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What the index is of.</param>
    /// <param name="digest">The file's digest.</param>
    /// <param name="firstRow">The dataset's number of its first row.</param>
    /// <param name="largest">The largest number of a word.</param>
    /// <exception cref="InvalidDataException">It is not what it should be.</exception>
    public static IndexedRows Read(string path, ReadOnlySpan<byte> identity, ReadOnlySpan<byte> digest, int firstRow, int largest)
    {
        using var file = new IndexFileReader(path);
        if (!file.ReadBytes(Magic.Length, "magic").AsSpan().SequenceEqual(Magic))
        {
            throw file.Invalid("it is no file of a phrase index");
        }

        file.ReadNumber("format version", PhraseIndex.FormatVersion, PhraseIndex.FormatVersion);
        if (!file.ReadBytes(identity.Length, "identity").AsSpan().SequenceEqual(identity))
        {
            throw file.Invalid("it is part of another index");
        }

        file.ReadNumber("first row", firstRow, firstRow);
        var rows = file.ReadNumber("number of rows", 1, int.MaxValue - 1);
        var words = file.ReadNumber("number of words", 0, MostWords);
        var texts = file.ReadNumber("number of texts", 0, int.MaxValue);
        var aboutWords = file.ReadNumber("number of distinct words", 0, int.MaxValue);
        var starts = file.ReadNumbers(words, "character", 0, int.MaxValue / 2);
        var textFirsts = file.ReadStarts(rows + 1, "first text of row", texts);
        var fields = file.ReadNumbers(texts, "field");
        var turns = file.ReadNumbers(texts, "turn", 0, int.MaxValue);
        var textWords = file.ReadNumbers(texts, "first word of text", 0, words);
        var aboutFirsts = file.ReadStarts(rows + 1, "first distinct word of row", aboutWords);
        var about = file.ReadNumbers(aboutWords, "distinct word", 1, largest);
        var rowStarts = file.ReadStarts(rows + 1, "first word of row", words);
        var shard = new PhraseShard(
            file.ReadNumbers(words, "word", PhraseShard.Separator, largest),
            file.ReadNumbers(words, "suffix", 0, Math.Max(0, words - 1)),
            words == 0 ? file.ReadNumbers(0, "repetition") : file.ReadNumbers(words, "repetition", 0, words),
            rowStarts
        );
        if (!file.Complete().AsSpan().SequenceEqual(digest))
        {
            throw file.Invalid("it is not the file that belongs to this index");
        }

        for (var row = 0; row < rows; row++)
        {
            // So a search among a row's texts finds one.
            if (rowStarts[row + 1] == rowStarts[row])
            {
                continue;
            }

            if (textFirsts[row + 1] == textFirsts[row] || textWords[textFirsts[row]] != rowStarts[row])
            {
                throw file.Invalid($"row {firstRow + row} has words before its first text");
            }
        }

        return new IndexedRows(firstRow, shard, starts, textFirsts, (fields, turns, textWords), aboutFirsts, about);
    }
}
