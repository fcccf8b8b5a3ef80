using CsCheck;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed class FaissNeighboursTests
{
    public FaissNeighboursTests() => Faiss.SkipUnlessThere();

    [Fact]
    public void It_finds_what_the_reference_finds_as_managed_search_does_bit_for_bit()
    {
        var vectors = Floats("vectors.safetensors", "vectors").Chunk(384).ToArray();
        var expected = Numbers("inner_product_top10.safetensors", "neighbours").Chunk(10).ToArray();
        var managed = new DenseNeighbours(vectors[200..]);
        using var faiss = FaissNeighbours.Exact(managed);

        var found = faiss.Search(vectors[..200], 10, 2);

        Assert.Equal(managed.Search(vectors[..200], 10, 2), found);
        var same = found
            .SelectMany((best, query) => best.Select((near, place) => near.Row == expected[query][place]))
            .Count(isSame => isSame);
        Assert.InRange(same, 1990, 2000);
    }

    [Fact]
    public void A_flat_index_finds_what_managed_search_finds_bit_for_bit()
    {
        // Few values make ties at every rank; small differences make scores that only rounding tells apart.
        var tied = Gen.Int[-1, 1].Select(value => (float)value);
        var near = Gen.Int[0, 3].Select(value => 1f + (value * 1e-7f));
        Gen.Select(
                Gen.Bool.SelectMany(few => (few ? tied : near).Array[6]).Array[1, 120],
                Gen.Bool.SelectMany(few => (few ? tied : near).Array[6]).Array[1, 12],
                Gen.Bool.Array[120],
                Gen.Int[0, 40],
                Gen.Int[1, 3]
            )
            .Sample(
                (rows, queries, begins, k, threads) =>
                {
                    var groups = new int[rows.Length];
                    for (var i = 1; i < groups.Length; i++)
                    {
                        groups[i] = groups[i - 1] + (begins[i] ? 3 : 0);
                    }

                    foreach (var managed in new[] { new DenseNeighbours(rows), new DenseNeighbours(rows, groups) })
                    {
                        using var faiss = FaissNeighbours.Exact(managed);
                        var expected = managed.Search(queries, k, threads);
                        var found = faiss.Search(queries, k, threads);
                        Assert.Equal(expected.Count, found.Count);
                        for (var query = 0; query < expected.Count; query++)
                        {
                            Assert.Equal(expected[query], found[query]);
                        }
                    }
                },
                iter: 500,
                threads: 1
            );
    }

    [Fact]
    public void Many_rows_and_any_number_of_threads_give_the_same()
    {
        var rows = Faiss.Vectors(5000, 48, 1);
        var queries = Faiss.Vectors(300, 48, 2);
        var managed = new DenseNeighbours(rows);
        using var faiss = FaissNeighbours.Exact(managed);
        var expected = managed.Search(queries, 50, 1);

        foreach (var threads in new[] { 1, 2, 8 })
        {
            Assert.Equal(expected.SelectMany(best => best), faiss.Search(queries, 50, threads).SelectMany(best => best));
        }
    }

    [Fact]
    public void More_rows_than_there_are_gives_those_that_there_are_and_zeros_give_the_first()
    {
        var rows = Faiss.Vectors(5, 8, 3);
        using var faiss = FaissNeighbours.Exact(new DenseNeighbours(rows));

        Assert.Equal(5, faiss.Search([rows[0]], 50, 1)[0].Length);
        Assert.Empty(faiss.Search([rows[0]], 0, 1)[0]);
        Assert.Equal([0, 1, 2], faiss.Search([new float[8]], 3, 1)[0].Select(near => near.Row));
    }

    [Fact]
    public void Queries_that_cannot_be_compared_are_refused()
    {
        using var faiss = FaissNeighbours.Exact(new DenseNeighbours(Faiss.Vectors(5, 2, 3)));

        Assert.Equal(
            "query 2 has 3 dimensions, expected 2: the two tables were embedded differently.",
            Assert.Throws<InvalidDataException>(() => faiss.Search([new float[2], new float[3]], 1, 2)).Message
        );
        Assert.Equal(
            "query 1 is no vector of finite numbers.",
            Assert
                .Throws<InvalidDataException>(() =>
                    faiss.Search(
                        [
                            [float.NaN, 0],
                        ],
                        1,
                        2
                    )
                )
                .Message
        );
    }

    [Theory]
    [InlineData("HNSW16", "efSearch", 200)]
    [InlineData("IVF16,Flat", "nprobe", 16)]
    [InlineData("IVF16,SQ8", "nprobe", 16)]
    public void An_approximate_index_may_miss_rows_and_scores_none_wrongly(string description, string parameter, int value)
    {
        var vectors = Faiss.Vectors(3100, 24, 4);
        var (rows, queries) = (vectors[100..], vectors[..100]);
        var managed = new DenseNeighbours(rows);
        var index = Faiss.IndexOf(description, rows);
        index.Set(parameter, value);
        using var search = FaissNeighbours.Approximate(index, managed);

        var found = search.Search(queries, 10, 2);

        var exact = managed.Search(queries, 10, 2);
        Assert.All(found, best => Assert.Equal(10, best.Length));
        for (var query = 0; query < queries.Length; query++)
        {
            Assert.All(found[query], near => Assert.Equal(managed.Score(near.Row, queries[query]), near.Score));
        }

        // Every list is searched, or much of the graph, so that most is found.
        Assert.InRange(found.Zip(exact).Sum(pair => pair.First.Intersect(pair.Second).Count()), 900, 1000);
        Assert.Equal(found.SelectMany(best => best), search.Search(queries, 10, 1).SelectMany(best => best));
    }

    [Fact]
    public void Of_lists_of_which_one_is_searched_there_may_be_fewer_rows_than_were_asked_for()
    {
        var rows = Faiss.Vectors(3000, 24, 4);
        var index = Faiss.IndexOf("IVF64,Flat", rows);
        index.Set("nprobe", 1);
        using var search = FaissNeighbours.Approximate(index, new DenseNeighbours(rows));

        var found = search.Search(Faiss.Vectors(20, 24, 5), 400, 2);

        Assert.All(found, best => Assert.InRange(best.Length, 1, 399));
        Assert.All(found, best => Assert.Equal(best.OrderByDescending(near => near.Score).ThenBy(near => near.Row), best));
    }

    [Fact]
    public void An_index_of_other_rows_is_refused()
    {
        using var index = Faiss.IndexOf("Flat", Faiss.Vectors(5, 8, 3));

        Assert.Equal(
            "The index has 5 rows of 8 dimensions; expected 6 of 8.",
            Assert
                .Throws<InvalidDataException>(() => FaissNeighbours.Approximate(index, new DenseNeighbours(Faiss.Vectors(6, 8, 3))))
                .Message
        );
    }

    [Fact]
    public void Tensors_and_FAISS_work_in_one_process()
    {
        using var faiss = FaissNeighbours.Exact(new DenseNeighbours(Faiss.Vectors(500, 16, 3)));
        var before = faiss.Search(Faiss.Vectors(20, 16, 6), 5, 2);
        using var file = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "retrieval", "vectors.safetensors"));
        using var vectors = file.Read("vectors");

        using var products = vectors.matmul(vectors.t());

        Assert.Equal(1, products.diagonal().max().item<float>(), 1e-4f);
        Assert.Equal(before.SelectMany(best => best), faiss.Search(Faiss.Vectors(20, 16, 6), 5, 2).SelectMany(best => best));
    }

    private static float[] Floats(string name, string tensor)
    {
        using var file = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "retrieval", name));
        using var read = file.Read(tensor);
        return [.. read.data<float>()];
    }

    private static long[] Numbers(string name, string tensor)
    {
        using var file = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "retrieval", name));
        using var read = file.Read(tensor);
        return [.. read.data<long>()];
    }
}
