using Pipeline.Modeling.Search;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed class FaissIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FaissIndexTests() => Faiss.SkipUnlessThere();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_version_that_is_loaded_is_the_one_that_was_built_with() => Assert.Equal(FaissIndex.BuiltVersion, FaissIndex.Version);

    [Theory]
    [InlineData("Flat")]
    [InlineData("HNSW16")]
    [InlineData("IVF8,Flat")]
    [InlineData("PCA8,IVF4,SQ8")]
    public void An_index_that_was_written_finds_the_same_when_it_is_read_or_mapped(string description)
    {
        var rows = Faiss.Vectors(500, 16, 1);
        using var written = Faiss.IndexOf(description, rows);
        var path = _folder.PathOf("index.faiss");
        written.Save(path);
        var expected = Find(written, rows[..50], 5);

        foreach (var map in new[] { false, true })
        {
            using var read = FaissIndex.Open(path, map);
            var found = Find(read, rows[..50], 5);

            Assert.Equal((16, 500L, true), (read.Dimension, read.Count, read.IsTrained));
            Assert.Equal(expected.Rows, found.Rows);
            Assert.Equal(expected.Scores, found.Scores);
        }
    }

    [Theory]
    [InlineData("HNSW16")]
    [InlineData("IVF8,Flat")]
    [InlineData("PCA8,IVF4,SQ8")]
    public void One_thread_makes_the_same_bytes_twice(string description)
    {
        var rows = Faiss.Vectors(700, 16, 2);
        var files = new List<byte[]>();
        for (var i = 0; i < 2; i++)
        {
            using var index = Faiss.IndexOf(description, rows);
            index.Save(_folder.PathOf($"{i}.faiss"));
            files.Add(File.ReadAllBytes(_folder.PathOf($"{i}.faiss")));
        }

        Assert.Equal(files[0], files[1]);
    }

    [Theory]
    [InlineData("Nonsense", "'Nonsense' makes no index of 8 dimensions: FAISS says:")]
    [InlineData("PQ3", "'PQ3' makes no index of 8 dimensions: FAISS says:")]
    [InlineData("", "'' describes no index")]
    [InlineData("Flat\0", "describes no index")]
    [InlineData("IVF4000000000,Flat", "describes no index")]
    [InlineData("HNSW99999999", "describes no index")]
    [InlineData("../Flat", "describes no index")]
    public void A_description_that_is_none_is_refused(string description, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => FaissIndex.Create(description, 8)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_description_of_many_letters_is_refused() =>
        Assert.Contains(
            "describes no index",
            Assert.Throws<InvalidDataException>(() => FaissIndex.Create(new string('F', 300), 8)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_dimension_that_is_none_is_refused(int dimension) =>
        Assert.Contains(
            "FAISS says: a dimension of at least 1",
            Assert.Throws<InvalidDataException>(() => FaissIndex.Create("Flat", dimension)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_index_that_learns_takes_no_rows_and_no_queries_before_it_has()
    {
        using var index = FaissIndex.Create("IVF4,Flat", 8);
        var rows = Faiss.Flatten(Faiss.Vectors(10, 8, 3));

        Assert.False(index.IsTrained);
        Assert.Equal(
            "Rows cannot be added to the index: FAISS says: the index is not trained yet",
            Assert.Throws<InvalidDataException>(() => index.Add(rows, 1)).Message
        );
        Assert.Equal(
            "The index cannot be searched: FAISS says: the index is not trained yet",
            Assert.Throws<InvalidDataException>(() => index.Search(rows, 1, new float[10], new long[10], 1)).Message
        );
    }

    [Fact]
    public void Too_few_vectors_for_what_is_to_be_learned_are_refused()
    {
        using var index = FaissIndex.Create("IVF64,Flat", 8);

        var error = Assert.Throws<InvalidDataException>(() => index.Train(Faiss.Flatten(Faiss.Vectors(10, 8, 3)), 1));

        Assert.StartsWith("The index cannot be trained: FAISS says:", error.Message, StringComparison.Ordinal);
        Assert.Contains("64", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".cpp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_of_another_dimension_are_refused()
    {
        using var index = Faiss.IndexOf("Flat", Faiss.Vectors(4, 8, 4));

        foreach (var attempt in new[] { (Action)(() => index.Add(new float[7], 1)), () => Find(index, [new float[9]], 1) })
        {
            Assert.Contains(
                "no whole vectors of 8 dimensions",
                Assert.Throws<InvalidDataException>(attempt).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Room_that_is_too_small_is_refused_before_anything_is_written()
    {
        using var index = Faiss.IndexOf("Flat", Faiss.Vectors(4, 8, 4));

        Assert.Throws<ArgumentException>(() => index.Search(new float[16], 2, new float[3], new long[4], 1));
        Assert.Throws<ArgumentException>(() => index.Search(new float[16], 2, new float[4], new long[5], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(new float[16], 0, [], [], 1));
    }

    [Fact]
    public void What_there_is_not_is_no_row()
    {
        using var index = Faiss.IndexOf("Flat", Faiss.Vectors(3, 8, 5));

        Assert.Equal(FaissIndex.NoRow, Find(index, Faiss.Vectors(1, 8, 6), 5).Rows[4]);
        Assert.All(
            Find(
                index,
                [
                    [float.NaN, 0, 0, 0, 0, 0, 0, 0],
                ],
                2
            ).Rows,
            row => Assert.Equal(FaissIndex.NoRow, row)
        );
    }

    [Fact]
    public void A_parameter_of_another_kind_of_index_is_refused()
    {
        using var graph = Faiss.IndexOf("HNSW8", Faiss.Vectors(50, 8, 7));

        graph.Set("efSearch", 32);
        Assert.StartsWith(
            "'nprobe' cannot be set: FAISS says:",
            Assert.Throws<InvalidDataException>(() => graph.Set("nprobe", 4)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(4000)]
    public void A_file_that_is_cut_short_is_refused(int kept)
    {
        using var index = Faiss.IndexOf("IVF8,Flat", Faiss.Vectors(500, 16, 8));
        var path = _folder.PathOf("index.faiss");
        index.Save(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..kept]);

        Assert.StartsWith(
            $"{path} cannot be read: FAISS says:",
            Assert.Throws<InvalidDataException>(() => FaissIndex.Open(path, map: false)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_is_not_there_or_cannot_be_written_is_an_error()
    {
        using var index = Faiss.IndexOf("Flat", Faiss.Vectors(4, 8, 4));

        Assert.Throws<InvalidDataException>(() => FaissIndex.Open(_folder.PathOf("none"), map: true));
        Assert.Throws<InvalidDataException>(() => index.Save(_folder.PathOf("no", "such", "folder")));
    }

    [Fact]
    public void A_disposed_index_is_not_used()
    {
        var index = Faiss.IndexOf("Flat", Faiss.Vectors(4, 8, 4));
        index.Dispose();

        Assert.Throws<ObjectDisposedException>(() => index.Add(new float[8], 1));
    }

    [Fact]
    public void Eight_threads_search_one_index()
    {
        var rows = Faiss.Vectors(2000, 32, 9);
        using var index = Faiss.IndexOf("IVF16,Flat", rows);
        index.Set("nprobe", 16);
        var expected = Find(index, rows[..100], 10).Rows;

        Parallel.For(
            0,
            64,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            round => Assert.Equal(expected, Find(index, rows[..100], 10).Rows)
        );
    }

    private static (float[] Scores, long[] Rows) Find(FaissIndex index, float[][] queries, int k)
    {
        var (scores, rows) = (new float[queries.Length * k], new long[queries.Length * k]);
        index.Search(Faiss.Flatten(queries), k, scores, rows, threads: 1);
        return (scores, rows);
    }
}
