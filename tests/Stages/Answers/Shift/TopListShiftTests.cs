using Pipeline.Modeling.Decoding;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>The comparison of two lists of most likely tokens, on lists that can be followed by hand.</summary>
public sealed class TopListShiftTests
{
    private static readonly float _ln2 = MathF.Log(2);

    /// <summary>The base's list is ⅔ and ⅓ for tokens 0 and 1, the tuned one's ⅘ and ⅕ for tokens 1 and 0.</summary>
    [Fact]
    public void The_divergence_is_over_both_lists_re_normalised_from_base_to_tuned()
    {
        var shift = TopListShift.Compare(List((0, _ln2), (1, 0)), List((1, 2 * _ln2), (0, 0)), null);

        Assert.Equal((2 / 3.0 * Math.Log(2 / 3.0 * 5)) + (1 / 3.0 * Math.Log(1 / 3.0 * 5 / 4)), shift.Kl, 1e-6);
        Assert.Equal(1, shift.BaseRank);
        Assert.Equal(1 / 3.0, shift.BaseProbability, 1e-6);
    }

    [Fact]
    public void Tokens_of_one_list_alone_add_nothing()
    {
        var shift = TopListShift.Compare(List((4, 0), (7, 0)), List((7, 0), (9, 0)), null);

        Assert.Equal(0, shift.Kl, 1e-12);
        Assert.Equal((1, 0.5), (shift.BaseRank, shift.BaseProbability));
    }

    [Fact]
    public void A_first_token_that_the_base_does_not_list_has_the_lists_length_as_rank()
    {
        var shift = TopListShift.Compare(List((0, 2), (1, 1), (2, 0)), List((8, 3), (1, 1)), null);

        Assert.Equal((3, 0.0), (shift.BaseRank, shift.BaseProbability));
        Assert.NotEqual(0, shift.Kl);
    }

    [Fact]
    public void The_rank_counts_from_zero_and_the_probability_is_the_bases()
    {
        var shift = TopListShift.Compare(List((3, _ln2), (5, 0)), List((3, 0), (5, 0)), null);

        Assert.Equal(0, shift.BaseRank);
        Assert.Equal(2 / 3.0, shift.BaseProbability, 1e-6);
    }

    [Fact]
    public void Equal_lists_diverge_by_nothing() =>
        Assert.Equal(0, TopListShift.Compare(List((0, 3), (1, 1)), List((0, 3), (1, 1)), null).Kl);

    [Fact]
    public void It_can_be_negative_for_it_is_no_true_divergence() =>
        Assert.True(TopListShift.Compare(List((0, 0), (1, 0)), List((1, 3), (2, 0)), null).Kl < 0);

    /// <summary>Ids 1 and 11 are both "one": of the base's two the first counts, of the tuned's too.</summary>
    [Fact]
    public void By_text_the_first_of_each_list_that_is_spelled_alike_counts()
    {
        var shift = TopListShift.Compare(
            List((1, 0), (2, 0), (11, 0)),
            List((11, _ln2), (1, 0), (2, 0)),
            id => id is 1 or 11 ? "one" : "two"
        );

        Assert.Equal((1 / 3.0 * Math.Log(1 / 3.0 * 2)) + (1 / 3.0 * Math.Log(1 / 3.0 * 4)), shift.Kl, 1e-6);
        Assert.Equal(0, shift.BaseRank);
        Assert.Equal(1 / 3.0, shift.BaseProbability, 1e-6);
    }

    [Fact]
    public void By_text_what_is_spelled_otherwise_is_missing()
    {
        var shift = TopListShift.Compare(List((1, 0), (2, 0)), List((3, 0), (4, 0)), id => $"{id}");

        Assert.Equal((0.0, 2, 0.0), (shift.Kl, shift.BaseRank, shift.BaseProbability));
    }

    private static TopTokens List(params (int Id, float Logit)[] tokens)
    {
        var list = new TopTokens(tokens.Length);
        foreach (var (id, logit) in tokens)
        {
            list.Offer(id, [logit]);
        }

        return list;
    }
}
