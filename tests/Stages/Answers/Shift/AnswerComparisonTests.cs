using Pipeline.Stages.Answers.Shift;
using Pipeline.Tests.Modeling.Decoding;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>Positions in blocks and vocabularies in slices: more of both than one holds.</summary>
public sealed class AnswerComparisonTests
{
    private const int TopK = 4;

    [Theory]
    [InlineData(1, 300, 5000)]
    [InlineData(2, 150, 4097)]
    [InlineData(3, 90, 40)]
    [InlineData(257, 3, 40)]
    public void Every_position_under_every_wrapper_is_as_if_it_were_alone(int wrappers, int answerTokens, int vocabulary)
    {
        var (reference, tuned) = (Rows(1, wrappers * answerTokens, vocabulary), Rows(2, answerTokens, vocabulary));
        int[] written = [.. Enumerable.Range(0, answerTokens).Select(i => i * 31 % vocabulary)];
        using var baseModel = new ListedLogits(reference);
        using var tunedModel = new ListedLogits(tuned);

        var shifts = new AnswerComparison(baseModel, tunedModel, wrappers, TopK, null, 2).Compare(written);

        Assert.Equal(wrappers * answerTokens, shifts.Length);
        for (var i = 0; i < shifts.Length; i++)
        {
            Check(Alone(reference[i], tuned[i % answerTokens], written[i % answerTokens]), shifts[i]);
        }
    }

    [Fact]
    public void A_block_holds_at_most_256_rows_and_a_slice_4096_tokens()
    {
        using var baseModel = new ListedLogits(Rows(1, 2 * 200, 5000));
        using var tunedModel = new ListedLogits(Rows(2, 200, 5000));

        new AnswerComparison(baseModel, tunedModel, 2, TopK, null, 1).Compare(new int[200]);

        Assert.Equal([(128, 0, 4096), (128, 4096, 904), (72, 0, 4096), (72, 4096, 904)], tunedModel.Asked);
        Assert.Equal([256, 144], baseModel.Asked.Where(asked => asked.Positions is 256 or 144).Select(asked => asked.Positions).Distinct());
    }

    [Fact]
    public void Without_a_tuned_model_the_first_wrapper_is_the_other_side()
    {
        var reference = Rows(1, 2 * 5, 30);
        using var baseModel = new ListedLogits(reference);

        var shifts = new AnswerComparison(baseModel, null, 2, TopK, null, 1).Compare([1, 2, 3, 4, 5]);

        Assert.All(shifts[..5], shift => Assert.Equal((0.0, 0.0, 1), (shift.KlTunedBase, shift.KlBaseTuned, shift.Argmax.BaseRank)));
        for (var i = 5; i < 10; i++)
        {
            Check(Alone(reference[i], reference[i - 5], i - 4), shifts[i]);
        }
    }

    [Theory]
    [InlineData(30, 50)]
    [InlineData(50, 30)]
    public void Only_tokens_that_both_know_are_compared(int left, int right)
    {
        var (reference, tuned) = (Rows(1, 3, left), Rows(2, 3, right));
        using var baseModel = new ListedLogits(reference);
        using var tunedModel = new ListedLogits(tuned);

        var shifts = new AnswerComparison(baseModel, tunedModel, 1, TopK, null, 1).Compare([3, 2, 1]);

        for (var i = 0; i < shifts.Length; i++)
        {
            Check(Alone(reference[i][..30], tuned[i][..30], 3 - i), shifts[i]);
        }
    }

    [Fact]
    public void Lists_are_matched_by_text_where_one_is_given()
    {
        using var baseModel = new ListedLogits([
            [3, 2, 1],
        ]);
        using var tunedModel = new ListedLogits([
            [1, 2, 3],
        ]);
        string[] texts = ["a", "b", "A"];

        var byText = new AnswerComparison(baseModel, tunedModel, 1, 1, id => texts[id].ToLowerInvariant(), 1).Compare([0]);
        var byId = new AnswerComparison(baseModel, tunedModel, 1, 1, null, 1).Compare([0]);

        Assert.Equal((0, 1), (byText[0].TopK.BaseRank, byId[0].TopK.BaseRank));
    }

    private static void Check(PositionShift expected, PositionShift found)
    {
        Assert.Equal(expected.KlTunedBase, found.KlTunedBase, 1e-5);
        Assert.Equal(expected.KlBaseTuned, found.KlBaseTuned, 1e-5);
        Assert.Equal((expected.Token.Id, expected.Token.BaseRank), (found.Token.Id, found.Token.BaseRank));
        Assert.Equal((expected.Argmax.Id, expected.Argmax.BaseRank), (found.Argmax.Id, found.Argmax.BaseRank));
        Assert.Equal(expected.Token.TunedProbability, found.Token.TunedProbability, 1e-6);
        Assert.Equal(expected.TopK.BaseRank, found.TopK.BaseRank);
    }

    /// <summary>The comparison of two whole rows.</summary>
    private static PositionShift Alone(float[] reference, float[] tuned, int token)
    {
        var comparison = new DistributionComparison(token, reference[token], TopK);
        comparison.Add(0, reference, tuned);
        comparison.EndPass();
        return comparison.Result(null);
    }

    private static float[][] Rows(int seed, int count, int vocabulary)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Enumerable.Range(0, vocabulary).Select(_ => (float)((random.NextDouble() * 20) - 10)).ToArray()),
        ];
    }
}
