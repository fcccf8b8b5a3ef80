using Pipeline.Engine;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

public sealed class TokenSlicesTests
{
    [Fact]
    public void The_slices_have_the_names_of_the_table() =>
        Assert.Equal(
            [
                "all",
                "text",
                "position_1",
                "position_2",
                "position_3_5",
                "position_6_10",
                "position_11_20",
                "position_21_50",
                "position_51_100",
                "position_101_up",
                "sentence_start",
                "sentence_rest",
            ],
            TokenSlices.All.Select(slice => slice.Spell())
        );

    /// <summary>Sums are kept by the enum's numbers.</summary>
    [Fact]
    public void Their_order_is_that_of_the_enum() => Assert.Equal(Enumerable.Range(0, 12), TokenSlices.All.Select(slice => (int)slice));

    /// <summary>Positions count from 0 in the table and from 1 in the names.</summary>
    [Theory]
    [InlineData(0, "position_1")]
    [InlineData(1, "position_2")]
    [InlineData(2, "position_3_5")]
    [InlineData(4, "position_3_5")]
    [InlineData(5, "position_6_10")]
    [InlineData(9, "position_6_10")]
    [InlineData(10, "position_11_20")]
    [InlineData(19, "position_11_20")]
    [InlineData(20, "position_21_50")]
    [InlineData(49, "position_21_50")]
    [InlineData(50, "position_51_100")]
    [InlineData(99, "position_51_100")]
    [InlineData(100, "position_101_up")]
    [InlineData(100_000, "position_101_up")]
    public void A_token_is_in_the_slice_of_its_position(int position, string expected) =>
        Assert.Equal(
            expected,
            Assert.Single(Slices(new TokenShiftRow { Position = position }), name => name.StartsWith("position", StringComparison.Ordinal))
        );

    [Fact]
    public void A_token_is_in_all_in_text_unless_it_ends_the_answer_in_one_position_and_in_one_part_of_its_sentence()
    {
        var first = new TokenShiftRow { PositionInSentence = 0, SentenceTokens = 30 };
        var later = new TokenShiftRow { PositionInSentence = 2, SentenceTokens = 30 };
        var end = new TokenShiftRow
        {
            PositionInSentence = 29,
            SentenceTokens = 30,
            EndsAnswer = true,
        };

        Assert.Equal(["all", "text", "position_1", "sentence_start"], Slices(first));
        Assert.Equal(["all", "text", "position_1", "sentence_rest"], Slices(later));
        Assert.Equal(["all", "position_1", "sentence_rest"], Slices(end));
    }

    private static List<string> Slices(TokenShiftRow token) => TokenSlices.Classify(token).Select(slice => slice.Spell()).ToList();
}
