using CsCheck;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed class PhraseIndexTests : IDisposable
{
    private static readonly PhraseIndexIdentity _identity = new("digest", "Response");

    private readonly TemporaryFolder _folder = new();
    private int _made;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_answer_is_the_one_that_comparing_everything_gives_whatever_the_size_of_the_files()
    {
        var text = Gen.OneOf(Gen.OneOf("a", "b", "c", "A", "a b", ". B", "\n", "d"), Gen.OneOf("a", "b"))
            .Array[0, 12]
            .Select(words => string.Join(' ', words));
        Gen.Select(text.Array[0, 3].Array[0, 6], text, Gen.Int[1, 30])
            .Sample(
                (rows, query, shardWords) =>
                {
                    var index = Make(rows.Select((texts, i) => Row($"r{i}", texts)), shardWords);
                    var sentences = rows.Select(texts => texts.SelectMany(Keys).ToList()).ToList();
                    Assert.Equal(rows.Length, index.Rows);
                    foreach (var sentence in SentenceWords.Split(query))
                    {
                        var (words, keys) = (index.FindWords(sentence), sentence.Select(word => word.Key).ToArray());
                        for (var start = 0; start < words.Length; start++)
                        {
                            var longest = Enumerable
                                .Range(1, words.Length - start)
                                .Where(length => sentences.Any(row => Holds(row, keys.AsSpan(start, length))))
                                .DefaultIfEmpty(0)
                                .Max();
                            Assert.Equal(longest, index.FindLongest(words.AsSpan(start)));
                            for (var length = 1; length <= words.Length - start; length++)
                            {
                                var holding = Enumerable
                                    .Range(0, rows.Length)
                                    .Where(row => Holds(sentences[row], keys.AsSpan(start, length)))
                                    .ToList();
                                var phrase = words.AsSpan(start, length);
                                var holders = index.FindHolders(phrase);
                                Assert.Equal(holding, holders.List());
                                Assert.Equal(holding.Take(2), holders.List(2));
                                Assert.Equal(holding.Count, holders.Rows);
                                Assert.InRange(holders.Places, holding.Count, long.MaxValue);
                                for (var row = 0; row < rows.Length; row++)
                                {
                                    var place = index.Find(row, phrase);
                                    Assert.Equal(holding.Contains(row), place is not null);
                                    if (place is { } found)
                                    {
                                        Assert.Equal(7, found.Field);
                                        Assert.Equal(
                                            keys[start..(start + length)],
                                            Words.Split(rows[row][found.Turn].Substring(found.Start, found.Length)).Select(word => word.Key)
                                        );
                                    }
                                }
                            }
                        }
                    }
                },
                iter: 1000,
                threads: 1
            );
    }

    [Fact]
    public void What_a_row_is_about_includes_texts_that_are_not_searched()
    {
        var index = Make([
            new PhraseRow("x", [Text("green cheese", 0, searched: false), Text("is cheese", 1)]),
            new PhraseRow("y", [Text("cheese", 0)]),
        ]);

        Assert.Equal([1, 2, 3], index.About(0).ToArray());
        Assert.Equal([2], index.About(1).ToArray());
        Assert.Equal([1, 2, 3, PhraseIndex.Unknown], index.FindWords(Words.Split("Green cheese is red")));
        Assert.Equal((1, 2), (index.CountRowsWith(1), index.CountRowsWith(2)));
        Assert.Equal(0, index.FindLongest([1, 2]));
        Assert.Equal(0, index.FindHolders([1]).Rows);
        Assert.Null(index.Find(0, [1]));
        Assert.Equal((1, null), (index.FindRow("y"), index.FindRow("z")));
        Assert.Equal("y", index.IdOf(1));
    }

    [Fact]
    public void Texts_without_words_are_no_place()
    {
        var index = Make([
            new PhraseRow("empty", [Text("", 0)]),
            new PhraseRow("x", [Text("", 0), Text("...", 1), Text("green cheese", 2), Text("", 3)]),
            new PhraseRow("none", []),
            new PhraseRow("y", [Text("cheese", 0)]),
        ]);

        Assert.Equal(new PhrasePlace(7, 2, 6, 6), index.Find(1, index.FindWords(Words.Split("cheese"))));
        Assert.Equal([1, 3], index.FindHolders(index.FindWords(Words.Split("cheese"))).List());
        Assert.Empty(index.About(2).ToArray());
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes()
    {
        var rows = Enumerable.Range(0, 50).Select(i => Row($"r{i}", $"the cat {i % 7} sat. On {i % 3} mats")).ToList();
        Make(rows, 40);
        Make(rows, 40);

        var files = Directory.GetFiles(FolderOf(1)).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(files.Count, 3, 30);
        Assert.All(
            files,
            file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(FolderOf(2), Path.GetFileName(file))))
        );
    }

    [Fact]
    public void An_index_is_opened_only_as_what_it_was_made_of()
    {
        Make([Row("x", "green cheese")]);

        var dataset = Assert.Throws<InvalidDataException>(() => PhraseIndex.Open(FolderOf(1), _identity with { Dataset = "other" }));
        Assert.Contains("index.bin: it is an index of another dataset than 'other'", dataset.Message, StringComparison.Ordinal);
        var search = Assert.Throws<InvalidDataException>(() => PhraseIndex.Open(FolderOf(1), _identity with { Settings = "Input" }));
        Assert.Contains("another search setting than 'Input'", search.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => PhraseIndex.Open(_folder.PathOf("nowhere"), _identity));
    }

    [Fact]
    public void Files_that_were_changed_cut_or_mixed_up_are_refused()
    {
        Make(Enumerable.Range(0, 6).Select(i => Row($"r{i}", $"the cat {i} sat")), 8);
        foreach (var path in Directory.GetFiles(FolderOf(1)))
        {
            var whole = File.ReadAllBytes(path);
            for (var at = 0; at < whole.Length; at++)
            {
                Refused(path, Changed(whole, at, (byte)(whole[at] ^ 0x80)));
                Refused(path, Changed(whole, at, (byte)(whole[at] ^ 1)));
                Refused(path, whole[..at]);
            }

            Refused(path, [.. whole, 0]);
            File.WriteAllBytes(path, whole);
        }

        var (first, second) = (Path.Combine(FolderOf(1), "rows-00000.bin"), Path.Combine(FolderOf(1), "rows-00001.bin"));
        Refused(first, File.ReadAllBytes(second));
    }

    [Fact]
    public void Numbers_out_of_their_range_are_refused_even_under_a_right_digest()
    {
        Make([Row("x", "green cheese is green"), Row("y", "cheese")]);
        var (rows, index) = (Path.Combine(FolderOf(1), "rows-00000.bin"), Path.Combine(FolderOf(1), PhraseIndex.FileName));
        var (rowBytes, indexBytes) = (File.ReadAllBytes(rows), File.ReadAllBytes(index));
        var digestAt = indexBytes.AsSpan().IndexOf(rowBytes.AsSpan(^32..));
        var refused = 0;
        for (var at = 44; at + 36 <= rowBytes.Length; at += 4)
        {
            var forged = rowBytes[..^32];
            BitConverter.TryWriteBytes(forged.AsSpan(at), int.MaxValue);
            File.WriteAllBytes(rows, [.. forged, .. System.Security.Cryptography.SHA256.HashData(forged)]);
            var head = indexBytes[..^32];
            System.Security.Cryptography.SHA256.HashData(forged).CopyTo(head, digestAt);
            File.WriteAllBytes(index, [.. head, .. System.Security.Cryptography.SHA256.HashData(head)]);
            try
            {
                PhraseIndex.Open(FolderOf(1), _identity);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        // A field and a turn may be any number; nothing else may.
        Assert.Equal(((rowBytes.Length - 32 - 44) / 4) - 4, refused);
    }

    [Fact]
    public void An_id_that_is_there_twice_is_an_error() =>
        Assert.Contains(
            "Row 1 of the indexed dataset has the id x",
            Assert.Throws<InvalidDataException>(() => Make([Row("x", "a"), Row("x", "b")])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_set_holds_what_stands_in_one_of_its_texts()
    {
        var set = new PhraseSet([
            [3, 1, 2],
            [-1, 2, 2],
            [],
        ]);

        Assert.True(set.Contains([1, 2]) && set.Contains([3, 1, 2]) && set.Contains([2, 2]));
        Assert.False(set.Contains([2, 1]) || set.Contains([2, 2, 2]) || set.Contains([]) || set.Contains([4]) || set.Contains([2, 3]));
        Assert.False(new PhraseSet([]).Contains([1]));
    }

    [Fact]
    public void Words_that_were_never_numbered_equal_nothing()
    {
        var vocabulary = new WordVocabulary();

        Assert.Equal([0, 1, 0, 1], vocabulary.Add(Words.Split("The cat, the CAT.")));
        Assert.Equal([1, WordVocabulary.Unknown, 0], vocabulary.Find(Words.Split("cat dog The")));
    }

    private static byte[] Changed(byte[] whole, int at, byte value)
    {
        var changed = whole.ToArray();
        changed[at] = value;
        return changed;
    }

    private void Refused(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InvalidDataException>(() => PhraseIndex.Open(FolderOf(1), _identity));
    }

    private string FolderOf(int number) => _folder.PathOf($"index-{number}");

    private PhraseIndex Make(IEnumerable<PhraseRow> rows, int shardWords = PhraseIndexWriter.DefaultShardWords)
    {
        var folder = FolderOf(++_made);
        Directory.CreateDirectory(folder);
        var writer = new PhraseIndexWriter(folder, _identity, shardWords);
        foreach (var row in rows)
        {
            writer.Add(row);
        }

        writer.Complete();
        return PhraseIndex.Open(folder, _identity);
    }

    private static PhraseRow Row(string id, params string[] texts) => new(id, [.. texts.Select((text, turn) => Text(text, turn))]);

    private static PhraseText Text(string text, int turn, bool searched = true) => new(7, turn, searched, SentenceWords.Split(text));

    private static IEnumerable<string[]> Keys(string text) =>
        SentenceWords.Split(text).Select(sentence => sentence.Select(word => word.Key).ToArray());

    private static bool Holds(List<string[]> sentences, ReadOnlySpan<string> phrase)
    {
        foreach (var sentence in sentences)
        {
            if (sentence.AsSpan().IndexOf(phrase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
