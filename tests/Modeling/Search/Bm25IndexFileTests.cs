using CsCheck;
using Pipeline.Modeling.Search;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed class Bm25IndexFileTests : IDisposable
{
    private static readonly string[][] _documents =
    [
        ["the", "cat"],
        ["the", "dog"],
        ["the", "cat", "cat"],
        [],
        ["the", "cat", "and", "the", "long", "tail", "of", "it"],
    ];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.PathOf(Bm25IndexFile.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_opened()
    {
        var texts = Write("one");
        var file = Bm25IndexFile.Open(Path, "one");

        Assert.Equal(texts, file.Texts);
        Assert.Equal(["the", "cat", "dog", "and", "long", "tail", "of", "it"], file.Postings.Terms);
        Assert.Equal([2, 2, 3, 0, 8], file.Postings.Lengths);
        foreach (var query in new[] { new[] { "cat" }, ["the", "dog", "dog"], ["bird"], [] })
        {
            Assert.Equal(
                new Bm25Index(_documents, 0.9, 0.4).Search([query], 10, 1)[0],
                new Bm25Index(file.Postings, 0.9, 0.4).Search([query], 10, 1)[0]
            );
        }
    }

    [Fact]
    public void Whatever_the_documents_an_opened_index_finds_the_same_to_the_last_bit() =>
        Gen.OneOf("a", "b", "c", "d", "é")
            .Array[0, 6]
            .Array[0, 12]
            .Sample(
                documents =>
                {
                    using var folder = new TemporaryFolder();
                    new Bm25IndexFile(Bm25Postings.Build(documents), [.. documents.Select((_, row) => ($"i{row / 2}", row % 2))]).Write(
                        folder.Root,
                        "d"
                    );
                    var opened = Bm25IndexFile.Open(folder.PathOf(Bm25IndexFile.FileName), "d");

                    Assert.Equal(
                        new Bm25Index(documents).Search(
                            [
                                ["a", "é"],
                                ["c", "c", "b"],
                            ],
                            5,
                            1
                        ),
                        new Bm25Index(opened.Postings).Search(
                            [
                                ["a", "é"],
                                ["c", "c", "b"],
                            ],
                            5,
                            1
                        )
                    );
                },
                iter: 200,
                threads: 1
            );

    [Fact]
    public void An_index_of_another_dataset_is_refused()
    {
        Write("one");

        var error = Assert.Throws<InvalidDataException>(() => Bm25IndexFile.Open(Path, "two"));

        Assert.Contains("it is an index of another dataset than 'two'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        File.WriteAllBytes(Path, new byte[400]);

        var error = Assert.Throws<InvalidDataException>(() => Bm25IndexFile.Open(Path, "one"));

        Assert.Equal($"{Path}: it is no index of BM25.", error.Message);
    }

    [Fact]
    public void A_file_that_ends_early_or_goes_on_is_refused_wherever_that_is()
    {
        Write("one");
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var error = Assert.Throws<InvalidDataException>(() => Bm25IndexFile.Open(Path, "one"));
            Assert.StartsWith(Path, error.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(Path, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => Bm25IndexFile.Open(Path, "one"));
    }

    [Fact]
    public void A_byte_that_was_changed_is_noticed_wherever_it_is()
    {
        Write("one");
        var whole = File.ReadAllBytes(Path);
        for (var place = 0; place < whole.Length; place++)
        {
            var changed = whole.ToArray();
            changed[place] ^= 0x55;
            File.WriteAllBytes(Path, changed);
            Assert.Throws<InvalidDataException>(() => Bm25IndexFile.Open(Path, "one"));
        }
    }

    private (string, int)[] Write(string dataset)
    {
        (string, int)[] texts = [("a", 1), ("a", 3), ("b", 1), ("c", 1), ("d", 1)];
        new Bm25IndexFile(Bm25Postings.Build(_documents), texts).Write(_folder.Root, dataset);
        return texts;
    }
}
