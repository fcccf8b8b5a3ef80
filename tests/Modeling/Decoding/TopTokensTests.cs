using CsCheck;
using Pipeline.Modeling.Decoding;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>The list of the most likely tokens.</summary>
public sealed class TopTokensTests
{
    [Fact]
    public void They_stand_by_falling_logit_and_of_equals_the_first_seen_stands_first()
    {
        var top = new TopTokens(4);
        top.Offer(0, [1, 3, 2, 3, 0]);

        Assert.Equal([1, 3, 2, 0], top.Ids.ToArray());
        Assert.Equal([3, 3, 2, 1], top.Logits.ToArray());
        Assert.Equal(4, top.Count);
    }

    [Fact]
    public void An_equal_does_not_push_out_the_last()
    {
        var top = new TopTokens(2);
        top.Offer(0, [5, 4]);
        top.Offer(2, [4, 4.5f]);

        Assert.Equal([0, 3], top.Ids.ToArray());
    }

    [Fact]
    public void The_threshold_is_the_last_logit_of_a_full_list()
    {
        var top = new TopTokens(2);
        Assert.Equal((0, float.NegativeInfinity), (top.Count, top.Threshold));
        top.Offer(0, [1]);
        Assert.Equal((1, float.NegativeInfinity), (top.Count, top.Threshold));
        top.Offer(1, [7]);
        Assert.Equal((2, 1f), (top.Count, top.Threshold));
        top.Offer(2, [3]);
        Assert.Equal((2, 3f), (top.Count, top.Threshold));
    }

    [Fact]
    public void What_is_no_number_or_infinitely_unlikely_does_not_enter()
    {
        var top = new TopTokens(3);
        top.Offer(0, [float.NaN, float.NegativeInfinity, -1e30f]);

        Assert.Equal([2], top.Ids.ToArray());
    }

    [Theory]
    [InlineData(new[] { 1f, 5f, 3f }, 1)]
    [InlineData(new[] { 5f, 5f, 3f }, 0)]
    [InlineData(new[] { 1f, 2f, 3f }, 2)]
    [InlineData(new[] { float.NaN }, -1)]
    public void An_offer_tells_the_index_of_a_new_most_likely_token(float[] logits, int expected) =>
        Assert.Equal(expected, new TopTokens(2).Offer(10, logits));

    [Fact]
    public void It_tells_nothing_where_the_most_likely_one_stays()
    {
        var top = new TopTokens(3);
        Assert.Equal(0, top.Offer(0, [5]));

        Assert.Equal(-1, top.Offer(1, [4, 5, 3]));
        Assert.Equal(1, top.Offer(4, [4, 6]));
        Assert.Equal([5, 0, 2], top.Ids.ToArray());
    }

    [Theory]
    [InlineData(9f, true, 1)]
    [InlineData(5f, true, 1)]
    [InlineData(4f, true, 2)]
    [InlineData(3f, true, 2)]
    [InlineData(2f, true, 4)]
    [InlineData(1f, false, 5)]
    public void A_rank_is_one_more_than_the_logits_above_if_the_list_is_long_enough(float logit, bool known, int expected)
    {
        var top = new TopTokens(4);
        top.Offer(0, [5, 3, 3, 2, 0]);

        Assert.Equal((known, expected), (top.TryRank(logit, out var rank), rank));
    }

    /// <summary>Slices of whole vectors, of parts of one, and what is left over.</summary>
    [Fact]
    public void Any_slices_give_the_list_of_the_whole() =>
        (
            from size in Gen.Int[1, 120]
            from logits in Gen.Int[-20, 20].Select(value => (float)value).Array[size]
            from capacity in Gen.Int[1, 40]
            from slice in Gen.OneOf(Gen.Const(16), Gen.Int[1, 50])
            select (logits, capacity, slice)
        ).Sample(
            (logits, capacity, slice) =>
            {
                var top = new TopTokens(capacity);
                var most = -1;
                for (var first = 0; first < logits.Length; first += slice)
                {
                    var found = top.Offer(first, logits.AsSpan(first, Math.Min(slice, logits.Length - first)));
                    most = found < 0 ? most : first + found;
                }

                var expected = Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).Take(capacity).ToArray();
                return top.Ids.SequenceEqual(expected)
                    && top.Logits.SequenceEqual(expected.Select(id => logits[id]).ToArray())
                    && most == expected[0];
            }
        );
}
