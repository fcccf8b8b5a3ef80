using Pipeline.Modeling.Search;

namespace Pipeline.Tests.Modeling.Search;

/// <summary>The best of a stream of scored rows.</summary>
public sealed class TopRowsTests
{
    [Fact]
    public void The_best_come_first_and_of_equal_ones_the_lowest_row() =>
        Assert.Equal([(2, 5f), (0, 3f), (3, 3f)], Kept(3, null, (0, 3), (1, 1), (2, 5), (3, 3), (4, 3)));

    [Fact]
    public void Equal_rows_offered_in_another_order_are_kept_by_their_number() =>
        Assert.Equal([(1, 2f), (2, 2f)], Kept(2, null, (3, 2), (2, 2), (1, 2)));

    [Fact]
    public void Fewer_are_kept_where_fewer_were_offered() => Assert.Equal([(0, 1f)], Kept(5, null, (0, 1)));

    [Fact]
    public void None_are_kept_of_none_or_where_none_are_asked_for()
    {
        Assert.Empty(Kept(3, null));
        Assert.Empty(Kept(0, null, (0, 1), (1, 2)));
        Assert.Empty(Kept(0, [0, 0], (0, 1), (1, 2)));
    }

    [Fact]
    public void Of_a_group_the_best_counts_and_of_equal_ones_the_first() =>
        Assert.Equal([(1, 4f), (4, 3f), (2, 2f)], Kept(3, [0, 0, 1, 1, 2, 2], (0, 1), (1, 4), (2, 2), (3, 2), (4, 3), (5, 1)));

    [Fact]
    public void The_last_group_counts_and_what_was_taken_is_gone()
    {
        var top = new TopRows(2, [0, 0, 1]);
        top.Offer(0, 1);
        top.Offer(1, 2);

        Assert.Equal([(1, 2f)], top.Take().Select(row => (row.Row, row.Score)));
        Assert.Empty(top.Take());

        top.Offer(2, 9);
        Assert.Equal([(2, 9f)], top.Take().Select(row => (row.Row, row.Score)));
    }

    private static IEnumerable<(int, float)> Kept(int k, int[]? groups, params (int Row, float Score)[] offered)
    {
        var top = new TopRows(k, groups);
        foreach (var (row, score) in offered)
        {
            top.Offer(row, score);
        }

        return top.Take().Select(row => (row.Row, row.Score));
    }
}
