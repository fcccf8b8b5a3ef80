using CsCheck;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed class NearestNeighboursTests
{
    [Fact]
    public void Dense_search_finds_what_the_reference_finds()
    {
        var vectors = Floats("vectors.safetensors", "vectors").Chunk(384).ToArray();
        using var file = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "retrieval", "inner_product_top10.safetensors"));
        using var neighbours = file.Read("neighbours");
        var rows = neighbours.data<long>().ToArray().Chunk(10).ToArray();
        var scores = Floats("inner_product_top10.safetensors", "scores").Chunk(10).ToArray();

        // One more than the reference has: the last of its rows may be tied with the first that it leaves out.
        var found = new DenseNeighbours(vectors[200..]).Search(vectors[..200], 11, 2);

        for (var query = 0; query < 200; query++)
        {
            for (var place = 0; place < 10; place++)
            {
                Assert.Equal(scores[query][place], found[query][place].Score, 1e-5f);

                // Scores nearer to each other than rounding may stand in either order.
                Assert.True(
                    rows[query][place] == found[query][place].Row
                        || found[query].Count(other => Math.Abs(other.Score - found[query][place].Score) < 1e-6f) > 1,
                    $"query {query}, place {place + 1}: row {found[query][place].Row}, expected {rows[query][place]}"
                );
            }
        }

        Assert.InRange(
            found
                .SelectMany((best, query) => best.Take(10).Select((neighbour, place) => neighbour.Row == rows[query][place] ? 1 : 0))
                .Sum(),
            1990,
            2000
        );
    }

    [Fact]
    public void Of_a_group_the_best_row_alone_is_found()
    {
        var vector = Gen.Int[0, 2].Select(value => (float)value).Array[3];
        Gen.Select(Gen.Select(vector, Gen.Bool).Array[0, 30], vector.Array[1, 8], Gen.Int[0, 8])
            .Sample(
                (entries, queries, k) =>
                {
                    var rows = entries.Select(entry => entry.Item1).ToList();
                    var groups = new int[rows.Count];
                    for (var i = 1; i < groups.Length; i++)
                    {
                        groups[i] = groups[i - 1] + (entries[i].Item2 ? 1 : 0);
                    }

                    var dense = new DenseNeighbours(rows, groups).Search(queries, k, 2);
                    var sparse = new SparseNeighbours(rows.Select(Sparse).ToList(), groups).Search(queries.Select(Sparse).ToList(), k, 2);
                    for (var query = 0; query < queries.Length; query++)
                    {
                        var best = rows.Select((row, i) => new Neighbour(i, row.Zip(queries[query], (left, right) => left * right).Sum()))
                            .GroupBy(neighbour => groups[neighbour.Row])
                            .Select(group =>
                                group.OrderByDescending(neighbour => neighbour.Score).ThenBy(neighbour => neighbour.Row).First()
                            )
                            .OrderByDescending(neighbour => neighbour.Score)
                            .ThenBy(neighbour => neighbour.Row)
                            .ToList();

                        Assert.Equal(best.Take(k), dense[query]);
                        Assert.Equal(best.Where(neighbour => neighbour.Score != 0).Take(k), sparse[query]);
                    }
                },
                iter: 2000,
                threads: 1
            );
    }

    [Fact]
    public void Dense_and_sparse_search_agree_with_sorting_everything_and_order_ties_by_row()
    {
        var vector = Gen.Int[0, 2].Select(value => (float)value).Array[5];
        Gen.Select(vector.Array[0, 40], vector.Array[1, 20], Gen.Int[0, 12], Gen.Int[1, 3])
            .Sample(
                (rows, queries, k, threads) =>
                {
                    var dense = new DenseNeighbours(rows).Search(queries, k, threads);
                    var sparse = new SparseNeighbours(rows.Select(Sparse).ToList()).Search(queries.Select(Sparse).ToList(), k, threads);
                    for (var query = 0; query < queries.Length; query++)
                    {
                        var all = rows.Select((row, i) => new Neighbour(i, row.Zip(queries[query], (left, right) => left * right).Sum()))
                            .OrderByDescending(neighbour => neighbour.Score)
                            .ThenBy(neighbour => neighbour.Row)
                            .ToList();

                        Assert.Equal(all.Take(k), dense[query]);
                        Assert.Equal(all.Where(neighbour => neighbour.Score > 0).Take(k), sparse[query]);
                    }
                },
                iter: 1000,
                threads: 1
            );
    }

    [Fact]
    public void A_score_has_the_bits_of_one_chain_of_products_whatever_stands_beside_it()
    {
        Gen.Select(Gen.Float[-1, 1].Array[37].Array[1, 90], Gen.Float[-1, 1].Array[37].Array[1, 20])
            .Sample(
                (rows, queries) =>
                {
                    var search = new DenseNeighbours(rows);
                    var found = search.Search(queries, rows.Length, 2);
                    for (var query = 0; query < queries.Length; query++)
                    {
                        foreach (var near in found[query])
                        {
                            var chain = 0f;
                            for (var k = 0; k < 37; k++)
                            {
                                chain = MathF.FusedMultiplyAdd(queries[query][k], rows[near.Row][k], chain);
                            }

                            Assert.Equal(chain, near.Score);
                            Assert.Equal(chain, search.Score(near.Row, queries[query]));
                        }
                    }
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public void Vectors_that_cannot_be_compared_are_refused()
    {
        Assert.Equal(
            "row 2 of the index has 1 dimensions, expected 2: the two tables were embedded differently.",
            Assert
                .Throws<InvalidDataException>(() =>
                    new DenseNeighbours([
                        [1, 2],
                        [1],
                    ])
                )
                .Message
        );
        Assert.Equal(
            "row 1 of the index is no vector of finite numbers.",
            Assert
                .Throws<InvalidDataException>(() =>
                    new DenseNeighbours([
                        [1, float.NaN],
                    ])
                )
                .Message
        );
        Assert.Equal(
            "query 1 has 3 dimensions, expected 2: the two tables were embedded differently.",
            Assert
                .Throws<InvalidDataException>(() =>
                    new DenseNeighbours([
                        [1, 2],
                    ]).Search(
                        [
                            [1, 2, 3],
                        ],
                        1,
                        1
                    )
                )
                .Message
        );
    }

    [Fact]
    public void Best_rows_come_in_order_whatever_the_order_they_are_offered_in()
    {
        var scores = Gen.OneOf(Gen.Float[-1, 1], Gen.OneOf(0f, -0f, 1f, float.NegativeInfinity, float.NaN)).Array[0, 30];
        Gen.Select(scores, Gen.Int[0, 8])
            .Sample(
                (offered, k) =>
                {
                    var top = new TopRows(k);
                    for (var row = offered.Length - 1; row >= 0; row--)
                    {
                        top.Offer(row, offered[row]);
                    }

                    Assert.Equal(
                        offered.Select((_, row) => row).OrderByDescending(row => offered[row]).ThenBy(row => row).Take(k),
                        top.Take().Select(neighbour => neighbour.Row)
                    );
                    Assert.Empty(top.Take());
                },
                iter: 2000,
                threads: 1
            );
    }

    private static SparseVector Sparse(float[] vector)
    {
        var dimensions = Enumerable.Range(0, vector.Length).Where(i => vector[i] != 0).ToArray();
        return new SparseVector(dimensions, dimensions.Select(i => vector[i]).ToArray());
    }

    private static float[] Floats(string name, string tensor)
    {
        using var file = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "retrieval", name));
        using var read = file.Read(tensor);
        return [.. read.data<float>()];
    }
}
