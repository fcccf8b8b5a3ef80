using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

public sealed class TokenShiftRowTests
{
    /// <summary>5 % of 20 tokens is one, of 21 is two.</summary>
    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 20, true)]
    [InlineData(1, 20, false)]
    [InlineData(1, 21, true)]
    [InlineData(2, 21, false)]
    [InlineData(2, 41, true)]
    [InlineData(3, 60, false)]
    public void A_sentence_starts_with_its_first_twentieth_rounded_up(int position, int tokens, bool expected) =>
        Assert.Equal(expected, new TokenShiftRow { PositionInSentence = position, SentenceTokens = tokens }.StartsSentence);
}
