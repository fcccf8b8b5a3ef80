using CsCheck;
using Pipeline.Modeling.Search;

namespace Pipeline.Tests.Modeling.Search;

public sealed class ReciprocalRankFusionTests
{
    [Fact]
    public void A_row_scores_by_every_rank_that_it_has()
    {
        var found = ReciprocalRankFusion.Fuse(
            [
                [4, 7, 2],
                [7, 9],
            ],
            60,
            10
        );

        Assert.Equal([7, 4, 9, 2], found.Select(neighbour => neighbour.Row));
        Assert.Equal(
            [(float)((1 / 62.0) + (1 / 61.0)), (float)(1 / 61.0), (float)(1 / 62.0), (float)(1 / 63.0)],
            found.Select(neighbour => neighbour.Score)
        );
        Assert.Equal(
            [7, 4],
            ReciprocalRankFusion
                .Fuse(
                    [
                        [4, 7, 2],
                        [7, 9],
                    ],
                    60,
                    2
                )
                .Select(neighbour => neighbour.Row)
        );
        Assert.Empty(
            ReciprocalRankFusion.Fuse(
                [
                    [],
                    [],
                ],
                60,
                10
            )
        );
    }

    /// <summary>1/61 + 1/62 + 1/64 and the same in another order are not the same number of 64 bits.</summary>
    [Fact]
    public void The_same_ranks_from_other_rankings_are_a_tie_which_rows_decide()
    {
        foreach (var k in Enumerable.Range(0, 200))
        {
            var found = ReciprocalRankFusion
                .Fuse(
                    [
                        [8, 3, 1, 5],
                        [3, 5, 1, 8],
                        [5, 8, 1, 3],
                    ],
                    k,
                    10
                )
                .Take(3)
                .ToList();

            Assert.Equal(
                found.Select(neighbour => neighbour.Row).Where(row => row != 1).Order(),
                found.Select(row => row.Row).Where(row => row != 1)
            );
        }
    }

    [Fact]
    public void It_is_what_adding_up_gives() =>
        Gen.Int[0, 30]
            .Array[0, 15]
            .Select(rows => rows.Distinct().ToArray())
            .Array[1, 4]
            .Select(Gen.Int[0, 100], (rankings, k) => (rankings, k))
            .Sample(
                drawn =>
                {
                    var expected = Enumerable
                        .Range(0, 31)
                        .Where(row => drawn.rankings.Any(ranking => ranking.Contains(row)))
                        .ToDictionary(
                            row => row,
                            row =>
                                drawn
                                    .rankings.Select(ranking => Array.IndexOf(ranking, row))
                                    .Where(place => place >= 0)
                                    .Sum(place => 1 / (drawn.k + place + 1.0))
                        );
                    var found = ReciprocalRankFusion.Fuse(drawn.rankings, drawn.k, 100);

                    Assert.Equal(expected.Keys.Order(), found.Select(neighbour => neighbour.Row).Order());
                    Assert.All(found, neighbour => Assert.Equal(expected[neighbour.Row], neighbour.Score, 1e-6));
                    Assert.All(
                        found.Zip(found.Skip(1)),
                        pair => Assert.True(expected[pair.First.Row] >= expected[pair.Second.Row] - 1e-12)
                    );
                },
                iter: 500,
                threads: 1
            );
}
